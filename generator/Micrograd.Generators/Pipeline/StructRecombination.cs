using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;

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
        List<DeclareStatement> entry = [];
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
                    rewriter.Read(leaf, parameter, assigned.Contains(leaf.Local.Id), entry);
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

        EquatableArray<IrStatement> statements = [.. grids.Statements, .. entry, .. rewriter.RewriteBlock(memory.Apply(body.Statements))];
        return new BackwardBody(statements, shadows.ToEquatableArray(), body.Upstream, [.. body.WrittenParameters.Select(i => outer[i]).Distinct()]) { Accessors = access.Functions };
    }

    public static TapeBody Apply(TapeBody body, MethodIr method, MethodSignature declared)
    {
        StructFieldAccess access = new();
        StructFieldRewriter rewriter = new(access);
        StructMemory memory = new(access, body.Statements, FirstFree(declared), isTape: true);
        GridEntries grids = new(body.Statements);
        List<IrLocal> parameters = [];
        List<DeclareStatement> entry = [];
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
            foreach (StructLeaf leaf in given.Leaves)
            {
                IrLocal lifted = body.Parameters[inner++];
                StructLeaf onTape = LiftedType.IsLifted(parameter) && !given.IsGrid ? OnTape(leaf, lifted, given.Element ?? parameter.Local.Type) : leaf with { Local = lifted };
                if (given.IsGrid)
                {
                    grids.Add(lifted, parameter.Local, given);
                }
                else if (given.Element is { } element)
                {
                    memory.Add(lifted, parameter.Local, element, onTape.Path, written.Contains(inner - 1));
                }
                else
                {
                    rewriter.Read(onTape, parameter, assigned.Contains(lifted.Id), entry);
                }
            }
        }

        return body with { Statements = [.. grids.Statements, .. entry, .. rewriter.RewriteBlock(memory.Apply(body.Statements))], Parameters = parameters.ToEquatableArray(), Accessors = access.Functions };
    }

    // Numbers below zero are free, but for those of the shadows.
    private static int FirstFree(MethodSignature declared) => -2 - declared.Parameters.Count;

    private static StructParameter? StructAt(MethodIr method, int index) => method.Structs.FirstOrDefault(s => s.Index == index);

    private static IEnumerable<IrParameter> Fields(IrParameter parameter, StructParameter? given) => given is null
        ? [parameter]
        : given.Leaves.Select(leaf => new IrParameter(
            leaf.Local,
            leaf.Local.Type.IsDifferentiable ? parameter.Role : ParameterRole.Constant,
            ParameterMode.Value,
            leaf.Local.Type.Text));

    // On the tape a struct is a tuple, whose elements are variables; a tuple of one has no names.
    private static StructLeaf OnTape(StructLeaf leaf, IrLocal lifted, IrType declared)
    {
        List<FieldStep> path = [];
        IrType type = declared;
        foreach (FieldStep step in leaf.Path)
        {
            bool isOnly = type is StructType { Fields.Count: 1 };
            path.Add(step with { Name = isOnly ? "Item1" : step.Name, Access = FieldAccess.Variable, Type = lifted.Type });
            type = step.Type;
        }

        return new StructLeaf(lifted, path.ToEquatableArray());
    }
}
