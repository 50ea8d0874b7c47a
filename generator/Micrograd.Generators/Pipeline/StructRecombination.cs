using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Normalize;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// The transforms see a struct parameter as one parameter for each field. Here the fields are put back: <c>pX</c> is <c>p.X</c>
/// again, and what is added to <c>dPX</c> is added to <c>dP.X</c>.
/// </summary>
internal static class StructRecombination
{
    /// <summary>The method as the transforms are to see it.</summary>
    public static MethodIr WithFieldsAsParameters(MethodIr method) => method.Structs.Count == 0 ? method : method with
    {
        Signature = method.Signature with { Parameters = method.Signature.Parameters.SelectMany((p, i) => Fields(p, StructAt(method, i))).ToEquatableArray() },
    };

    public static BackwardBody Apply(BackwardBody body, MethodIr method, MethodSignature declared)
    {
        StructFieldAccess access = new();
        StructFieldRewriter rewriter = new(access);
        StructMemory memory = new(access, body.Statements, FirstFree(declared), isTape: false);
        GridEntries grids = new(body.Statements);
        IrLocal?[] shadows = new IrLocal?[declared.Parameters.Count];
        List<int> outer = [];
        List<IrStatement> entry = [];
        HashSet<int> assigned = body.Statements.AssignedLocals();
        for (int i = 0; i < shadows.Length; i++)
        {
            IrParameter parameter = declared.Parameters[i];
            if (StructAt(method, i) is not { } given)
            {
                shadows[i] = body.Shadows[outer.Count];
                outer.Add(i);
                continue;
            }

            // Numbers below zero are free: the transforms count upwards.
            IrLocal shadow = new(-1 - i, "d" + parameter.Local.Name, parameter.Local.Type is SpanType span ? span with { IsReadOnly = false } : parameter.Local.Type);
            shadows[i] = parameter.Role == ParameterRole.Independent ? shadow : null;
            BeginOutput(parameter, entry);
            foreach (StructLeaf leaf in given.Leaves)
            {
                IrLocal? fieldShadow = shadows[i] is null ? null : body.Shadows[outer.Count];
                if (given.IsGrid)
                {
                    grids.Add(leaf.Local, parameter.Local, given);
                }
                else if (given.Element is { } element)
                {
                    memory.Add(leaf.Local, parameter.Local, element, leaf.Path, body.WrittenParameters.Contains(outer.Count));
                }
                else
                {
                    rewriter.Open(leaf, parameter, assigned.Contains(leaf.Local.Id), entry);
                }

                if (fieldShadow is not null && given.IsGrid)
                {
                    grids.Add(fieldShadow, shadow, given);
                }
                else if (fieldShadow is not null && given.Element is { } shadowed)
                {
                    memory.Add(fieldShadow, shadow, shadowed, leaf.Path, isWritten: true);
                }
                else if (fieldShadow is not null)
                {
                    rewriter.Write(fieldShadow, leaf, shadow);
                }

                outer.Add(i);
            }
        }

        IrLocal? upstream = OpenUpstream(method, declared, rewriter, entry) ?? body.Upstream;
        EquatableArray<IrStatement> statements = [.. grids.Statements, .. entry, .. rewriter.RewriteBlock(memory.Apply(body.Statements))];
        if (method.StructResult is { } result)
        {
            statements = new StructResult(access).Return(statements, result);
        }

        return new BackwardBody(statements, shadows.ToEquatableArray(), upstream, [.. body.WrittenParameters.Select(i => outer[i]).Distinct()]) { Accessors = access.FunctionsIn(statements) };
    }

    public static TapeBody Apply(TapeBody body, MethodIr method, MethodSignature declared)
    {
        StructFieldAccess access = new();
        StructFieldRewriter rewriter = new(access);
        StructMemory memory = new(access, body.Statements, FirstFree(declared), isTape: true);
        GridEntries grids = new(body.Statements);
        List<IrLocal> parameters = [];
        List<IrStatement> entry = [];
        Dictionary<int, string> missing = [];
        HashSet<int> assigned = body.Statements.AssignedLocals();
        EquatableArray<int> written = WrittenParameters.Find(method.Signature, method.Body);
        int inner = 0;
        for (int i = 0; i < declared.Parameters.Count; i++)
        {
            IrParameter parameter = declared.Parameters[i];
            if (StructAt(method, i) is not { } given)
            {
                parameters.Add(body.Parameters[inner++]);
                continue;
            }

            parameters.Add(parameter.Local);
            BeginOutput(parameter, entry);
            foreach (StructLeaf leaf in given.Leaves)
            {
                IrLocal lifted = body.Parameters[inner++];
                StructLeaf? onTape = LiftedType.IsLifted(parameter) && !given.IsGrid ? OnTape(leaf, lifted, given.Element ?? parameter.Local.Type) : leaf with { Local = lifted };
                if (given.IsGrid)
                {
                    grids.Add(lifted, parameter.Local, given);
                }
                else if (onTape is null)
                {
                    missing[lifted.Id] = string.Join(".", leaf.Path.Select(static s => s.Name).Prepend(parameter.Local.Name));
                }
                else if (given.Element is { } element)
                {
                    memory.Add(lifted, parameter.Local, element, onTape.Path, written.Contains(inner - 1));
                }
                else
                {
                    rewriter.Open(onTape, parameter, assigned.Contains(lifted.Id), entry);
                }
            }
        }

        EquatableArray<IrStatement> statements = [.. grids.Statements, .. entry, .. rewriter.RewriteBlock(memory.Apply(body.Statements))];
        if (method.StructResult is not null && LiftedType.Of(declared.ReturnType) is { } tuple)
        {
            statements = StructResult.ReturnOnTape(statements, tuple);
            body = body with { ReturnType = tuple };
        }

        if (missing.Count > 0)
        {
            statements = DeadStoreElimination.Run(statements, default);
            body = body with { MissingField = DeadStoreElimination.LocalsRead(statements).Where(missing.ContainsKey).Select(id => missing[id]).FirstOrDefault() };
        }

        return body with { Statements = statements, Parameters = parameters.ToEquatableArray(), Accessors = access.FunctionsIn(statements) };
    }

    // Its fields are assigned one by one, which C# follows only where they are variables and nothing guards them.
    private static void BeginOutput(IrParameter parameter, List<IrStatement> entry)
    {
        if (parameter.Mode == ParameterMode.Out)
        {
            entry.Add(new AssignStatement(new LocalExpression(parameter.Local), new ConstantExpression(parameter.Local.Type, 0, "default")));
        }
    }

    private static IrLocal? OpenUpstream(MethodIr method, MethodSignature declared, StructFieldRewriter rewriter, List<IrStatement> entry)
    {
        if (method.StructResult is not { } result || !declared.ReturnType.IsDifferentiable)
        {
            return null;
        }

        IrParameter upstream = new(new IrLocal(int.MinValue, "upstream", declared.ReturnType), ParameterRole.Constant, ParameterMode.Value, declared.ReturnType.Text);
        foreach (StructLeaf leaf in result.Leaves.Where(static l => l.Local.Type.IsDifferentiable))
        {
            rewriter.Read(leaf, upstream, isAssigned: false, entry);
        }

        return upstream.Local;
    }

    // Numbers below zero are free, but for those of the shadows.
    private static int FirstFree(MethodSignature declared) => -2 - declared.Parameters.Count;

    private static StructParameter? StructAt(MethodIr method, int index) => method.Structs.FirstOrDefault(s => s.Index == index);

    private static IEnumerable<IrParameter> Fields(IrParameter parameter, StructParameter? given) => given is null
        ? [parameter]
        : given.Leaves.Select(leaf => new IrParameter(
            leaf.Local,
            leaf.Local.Type.IsDifferentiable ? parameter.Role : ParameterRole.Constant,
            parameter.Mode is ParameterMode.Ref or ParameterMode.Out ? parameter.Mode : ParameterMode.Value,
            leaf.Local.Type.Text));

    // On the tape a struct is a tuple, whose elements are variables; a tuple of one has no names. Null for what the tuple does not hold.
    private static StructLeaf? OnTape(StructLeaf leaf, IrLocal lifted, IrType declared)
    {
        List<FieldStep> path = [];
        IrType type = declared;
        foreach (FieldStep step in leaf.Path)
        {
            if (type is StructType whole && LiftedType.Kept(whole).All(f => f.Name != step.Name))
            {
                return null;
            }

            bool isOnly = type is StructType owner && LiftedType.Kept(owner).Count() == 1;
            path.Add(step with { Name = isOnly ? "Item1" : step.Name, Access = FieldAccess.Variable, Type = lifted.Type });
            type = step.Type;
        }

        return new StructLeaf(lifted, path.ToEquatableArray());
    }
}
