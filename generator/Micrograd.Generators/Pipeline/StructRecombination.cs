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
        StructParts parts = new(body.All, FirstFree(declared), isTape: false);
        IrLocal?[] shadows = new IrLocal?[declared.Parameters.Count];
        List<int> outer = [];
        List<WrittenField> fields = [];
        for (int i = 0; i < shadows.Length; i++)
        {
            IrParameter parameter = declared.Parameters[i];
            if (StructAt(method, i) is not { } given)
            {
                shadows[i] = body.Shadows[outer.Count];
                outer.Add(i);
                continue;
            }

            if (given.IsMemory)
            {
                // The derivative is a span already.
                shadows[i] = body.Shadows[outer.Count];
                parts.Add(given.Leaves[0], parameter, given, isWritten: false);
                outer.Add(i);
                continue;
            }

            // Numbers below zero are free: the transforms count upwards.
            IrLocal shadow = new(-1 - i, "d" + parameter.Local.Name, parameter.Local.Type is SpanType span ? span with { IsReadOnly = false } : parameter.Local.Type);
            shadows[i] = parameter.Role == ParameterRole.Independent ? shadow : null;
            parts.BeginOutput(parameter);
            foreach (StructLeaf leaf in given.Leaves)
            {
                bool isWritten = body.WrittenParameters.Contains(outer.Count);
                parts.Add(leaf, parameter, given, isWritten);
                if (isWritten)
                {
                    fields.Add(new WrittenField(i, string.Join(".", leaf.Path.Select(static step => Identifier.Escape(step.Name)))));
                }

                if (shadows[i] is not null && body.Shadows[outer.Count] is { } partShadow)
                {
                    parts.AddShadow(partShadow, leaf, shadow, given);
                }

                outer.Add(i);
            }
        }

        IrLocal? upstream = method.StructResult is { } whole && declared.ReturnType.IsDifferentiable ? parts.AddUpstream(whole, declared.ReturnType) : body.Upstream;
        BackwardBody named = body with { Shadows = shadows.ToEquatableArray(), Upstream = upstream, WrittenParameters = [.. body.WrittenParameters.Select(i => outer[i]).Distinct()], WrittenFields = fields.ToEquatableArray() };
        return Whole(named, parts, method.StructResult);
    }

    // Only where copies go back to the caller must it be kept apart what comes before, in between and in any case.
    private static BackwardBody Whole(BackwardBody body, StructParts parts, StructParameter? result)
    {
        EquatableArray<IrStatement> entry = [.. parts.Entry, .. parts.Block(body.Entry)];
        EquatableArray<IrStatement> exit = [.. parts.Block(body.Exit), .. parts.Exit];
        EquatableArray<IrStatement> statements = parts.Statements(body.Statements);
        if (result is not null)
        {
            statements = new StructResult(parts.Access).Return(statements, result);
        }

        body = exit.Count == 0
            ? body with { Statements = [.. entry, .. statements], Entry = [], Exit = [] }
            : body with { Statements = statements, Entry = entry, Exit = exit };
        return body with { Accessors = parts.Access.FunctionsIn(body.All) };
    }

    public static TapeBody Apply(TapeBody body, MethodIr method, MethodSignature declared)
    {
        StructParts parts = new(body.Statements, FirstFree(declared), isTape: true);
        List<IrLocal> parameters = [];
        Dictionary<int, string> missing = [];
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
            parts.BeginOutput(parameter);
            foreach (StructLeaf leaf in given.Leaves)
            {
                IrLocal lifted = body.Parameters[inner++];
                StructLeaf? onTape = LiftedType.IsLifted(parameter) && !given.IsGrid && !given.IsMemory ? OnTape(leaf, lifted, given.Element ?? parameter.Local.Type) : leaf with { Local = lifted };
                if (onTape is null)
                {
                    missing[lifted.Id] = string.Join(".", leaf.Path.Select(static s => s.Name).Prepend(parameter.Local.Name));
                }
                else
                {
                    parts.Add(onTape, parameter, given, written.Contains(inner - 1));
                }
            }
        }

        return WithoutMissing(body with { Statements = parts.Whole(), Parameters = parameters.ToEquatableArray() }, method, declared, missing, parts.Access);
    }

    // What a body on the tape does not read may be missing there: the fields that no Value stands for.
    private static TapeBody WithoutMissing(TapeBody body, MethodIr method, MethodSignature declared, Dictionary<int, string> missing, StructFieldAccess access)
    {
        if (method.StructResult is not null && LiftedType.Of(declared.ReturnType) is { } tuple)
        {
            body = body with { Statements = StructResult.ReturnOnTape(body.Statements, tuple), ReturnType = tuple };
        }

        if (missing.Count > 0)
        {
            EquatableArray<IrStatement> live = DeadStoreElimination.Run(body.Statements, default);
            body = body with { Statements = live, MissingField = DeadStoreElimination.LocalsRead(live).Where(missing.ContainsKey).Select(id => missing[id]).FirstOrDefault() };
        }

        return body with { Accessors = access.FunctionsIn(body.Statements) };
    }

    // Numbers below zero are free, but for those of the shadows.
    private static int FirstFree(MethodSignature declared) => -2 - declared.Parameters.Count;

    private static StructParameter? StructAt(MethodIr method, int index) => method.Structs.FirstOrDefault(s => s.Index == index);

    private static IEnumerable<IrParameter> Fields(IrParameter parameter, StructParameter? given) => given is null
        ? [parameter]
        : given.Leaves.Select(leaf => new IrParameter(
            leaf.Local,
            leaf.Local is { IsConstant: false, Type.IsDifferentiable: true } ? parameter.Role : ParameterRole.Constant,
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
