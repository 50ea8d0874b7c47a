using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>
/// Writes the checks at the top of a generated member, before anything is stored: arrays that must be there, lengths of
/// derivative memory, and memory that may not overlap (semantics.md section 5).
/// </summary>
internal sealed class MemberGuardEmitter(CodeWriter writer, MethodSignature method, EquatableArray<int> written)
{
    private const string Guard = "global::Micrograd.DerivativeGuard";

    public EquatableArray<WrittenField> WrittenFields { get; init; }

    /// <summary>Writes the checks of a member; returns whether there were any.</summary>
    public bool Emit(MemberSignature member) =>
        Write([.. NullChecks(member), .. StateChecks(member), .. ShapeChecks(member), .. StructChecks(member), .. OverlapChecks(member), .. SameArrayChecks(member)]);

    /// <summary>Only that what is written is apart from everything else: of a method that nobody but generated code calls.</summary>
    public bool EmitSeparation(MemberSignature member) => Write([.. OverlapChecks(member)]);

    private bool Write(List<string> checks)
    {
        foreach (string check in checks)
        {
            writer.WriteLine(check);
        }

        return checks.Count > 0;
    }

    private IEnumerable<string> NullChecks(MemberSignature member) =>
        from parameter in member.Parameters
        where parameter.Purpose == MemberParameterPurpose.Upstream || (parameter.Source >= 0 && method.Parameters[parameter.Source].Role != ParameterRole.Constant)
        where TypeOf(parameter) is ArrayType && !IsSpan(parameter)
        let name = Identifier.Escape(parameter.Name)
        select $"{Guard}.RequireNotNull({name}, nameof({name}));";

    // An array is given as a span where one can stand for it.
    private static bool IsSpan(MemberParameter parameter) => parameter.TypeText.StartsWith("global::System.", StringComparison.Ordinal) && parameter.TypeText.Contains("Span<");

    private IrType TypeOf(MemberParameter parameter) => parameter.Purpose == MemberParameterPurpose.Upstream ? method.ReturnType : method.Parameters[parameter.Source].Local.Type;

    private IEnumerable<string> ShapeChecks(MemberSignature member)
    {
        foreach (MemberParameter derivative in Derivatives(member))
        {
            IrParameter original = method.Parameters[derivative.Source];
            string name = Identifier.Escape(derivative.Name);
            string source = Identifier.Escape(original.Local.Name);
            if (original.Local.Type is ArrayType { IsJagged: true })
            {
                yield return $"{Guard}.RequireSameShape({source}, {name}, nameof({name}));";
                continue;
            }

            int rank = original.Local.Type is ArrayType array ? array.Rank : 1;
            for (int dimension = 0; dimension < rank; dimension++)
            {
                string length = rank == 1 ? "Length" : $"GetLength({dimension})";
                yield return $"{Guard}.RequireSameLength({source}.{length}, {name}.{length}, nameof({name}));";
            }
        }
    }

    private IEnumerable<string> StructChecks(MemberSignature member) => member.Parameters
        .Where(p => p.Purpose == MemberParameterPurpose.Derivative && method.Parameters[p.Source].Local.Type is StructType { HoldsMemory: true })
        .SelectMany(p => StructViews.Checks(Guard, Identifier.Escape(method.Parameters[p.Source].Local.Name), Identifier.Escape(p.Name), (StructType)method.Parameters[p.Source].Local.Type));

    private IEnumerable<string> StateChecks(MemberSignature member)
    {
        if (method.State is not { } state || member.Parameters.FirstOrDefault(static p => p.Purpose == MemberParameterPurpose.State)?.Name is not string gradient)
        {
            yield break;
        }

        yield return $"{Guard}.RequireNotNull({gradient}, nameof({gradient}));";
        foreach (StateParameter parameter in state.Parameters.Where(static p => p.Type.IsView))
        {
            yield return $"{Guard}.RequireSameLength(this.{Identifier.Escape(parameter.Member)}.Length, {gradient}.{parameter.Name}.Length, nameof({gradient}));";
        }
    }

    // Two read-only inputs may overlap: each gets its own part of the gradient.
    private IEnumerable<string> OverlapChecks(MemberSignature member)
    {
        List<string> checks = [];
        HashSet<string> unassigned = [];
        List<ArgumentStorage> earlier = [];
        foreach (ArgumentStorage storage in State("this", isWritten: false).Concat(member.Parameters.SelectMany(Storages)))
        {
            if (storage is { HasRows: true, IsWritten: true, IsDerivative: false })
            {
                checks.Add($"{Guard}.RequireSeparateRows({storage.Name}, nameof({storage.Name}));");
            }

            foreach (ArgumentStorage other in earlier.Where(other => ArgumentStorage.MustBeSeparate(other, storage)))
            {
                if (SeparationCheck(other, storage) is string check)
                {
                    checks.Add(check);
                    unassigned.UnionWith(new[] { other, storage }.Where(static s => s.IsUnassigned).Select(static s => s.Name));
                }
            }

            earlier.Add(storage);
        }

        // An address may be taken of what has a value only.
        return [.. unassigned.Select(static name => $"global::System.Runtime.CompilerServices.Unsafe.SkipInit(out {name});"), .. checks];
    }

    private static string? SeparationCheck(ArgumentStorage first, ArgumentStorage second) =>
        first.HasRows || second.HasRows ? RowCheck(first, second)
        : TypeArguments(first, second) is string types ? $"{Guard}.RequireNoOverlap<{types}>({first.Span}, {second.Span}, nameof({second.Name}));"
        : null;

    // The rows of a derivative and of what it belongs to are compared where their lengths are.
    private static string? RowCheck(ArgumentStorage first, ArgumentStorage second)
    {
        bool isOwnDerivative = first.Source >= 0 && first.Source == second.Source;
        (ArgumentStorage memory, ArgumentStorage rows) = second.HasRows ? (first, second) : (second, first);
        return isOwnDerivative || memory.Element.Text != rows.Element.Text ? null
            : $"{Guard}.RequireSeparateRows{(memory.HasRows ? "" : $"<{memory.Element.Text}>")}({memory.Span}, {rows.Span}, nameof({second.Name}));";
    }

    // Arrays that no span can stand for are the same, or they share nothing.
    private IEnumerable<string> SameArrayChecks(MemberSignature member)
    {
        List<(string Name, IrType Type, bool IsWritten)> earlier = [];
        foreach (MemberParameter parameter in member.Parameters.Where(p => p.Purpose != MemberParameterPurpose.State && TypeOf(p) is ArrayType type && ElementOf(type) is null && !type.IsJagged))
        {
            string name = Identifier.Escape(parameter.Name);
            IrType type = TypeOf(parameter);
            bool isWritten = parameter.Purpose == MemberParameterPurpose.Derivative || written.Contains(parameter.Source);
            foreach ((string other, _, _) in earlier.Where(e => e.Type.Equals(type) && (isWritten || e.IsWritten)))
            {
                yield return $"{Guard}.RequireNotSame({other}, {name}, nameof({name}));";
            }

            earlier.Add((name, type, isWritten));
        }
    }

    private IEnumerable<ArgumentStorage> Storages(MemberParameter parameter) => parameter.Purpose == MemberParameterPurpose.State
        ? State(Identifier.Escape(parameter.Name), isWritten: true)
        : new[] { Storage(parameter) }.OfType<ArgumentStorage>().Concat(Fields(parameter));

    // The arrays and spans in a struct.
    private IEnumerable<ArgumentStorage> Fields(MemberParameter parameter)
    {
        if (parameter.Source < 0 || method.Parameters[parameter.Source].Local.Type is not StructType type)
        {
            yield break;
        }

        string name = Identifier.Escape(parameter.Name);
        bool isDerivative = parameter.Purpose == MemberParameterPurpose.Derivative;
        foreach ((ImmutableArray<string> steps, IrType view) in StructViews.Leaves(type).Where(static leaf => leaf.Type.IsView))
        {
            string path = string.Join(".", steps);
            yield return new(name, ElementOf(view)!)
            {
                IsWritten = isDerivative || WrittenFields.Contains(new WrittenField(parameter.Source, path)),
                Memory = $"{name}.{path}",
            };
        }
    }

    // The arrays and fields of the instance, or the arrays that receive the derivatives (its numbers are properties there).
    private IEnumerable<ArgumentStorage> State(string owner, bool isWritten)
    {
        foreach (StateParameter parameter in method.State?.Parameters ?? default)
        {
            string member = $"{owner}.{(isWritten ? parameter.Name : Identifier.Escape(parameter.Member))}";
            if (ElementOf(parameter.Type) is { } element)
            {
                yield return new(owner, element) { IsState = true, IsWritten = isWritten, Memory = member };
            }
            else if (!isWritten && parameter.IsField)
            {
                yield return new(owner, parameter.Type) { IsState = true, IsReference = true, Memory = $"new(in {member})" };
            }
        }
    }

    private ArgumentStorage? Storage(MemberParameter parameter)
    {
        string name = Identifier.Escape(parameter.Name);
        if (parameter.Purpose == MemberParameterPurpose.Upstream)
        {
            return ElementOf(method.ReturnType) is { } item ? new(name, item)
                : method.ReturnType is ArrayType { IsJagged: true, Element: ArrayType rows } ? new(name, rows.Element) { HasRows = true }
                : null;
        }

        if (parameter.Source < 0)
        {
            return null;
        }

        IrParameter original = method.Parameters[parameter.Source];
        bool isDerivative = parameter.Purpose == MemberParameterPurpose.Derivative;
        bool isExchanged = original.Mode is ParameterMode.Ref or ParameterMode.Out;
        if (ElementOf(original.Local.Type) is { } element)
        {
            return new(name, element) { IsWritten = isDerivative || written.Contains(parameter.Source), Memory = original.Local.Type is MemoryType && !isDerivative ? name + ".Span" : null };
        }

        if (original.Local.Type is ArrayType { Rank: > 1, Element: { IsFloating: true } number })
        {
            return new(name, number) { IsGrid = true, IsWritten = isDerivative || written.Contains(parameter.Source), Memory = $"{Guard}.AllOf<{number.Text}>({name})" };
        }

        if (original.Local.Type is ArrayType { IsJagged: true, Element: ArrayType row })
        {
            bool isWritten = isDerivative || written.Contains(parameter.Source);
            return new(name, row.Element) { HasRows = true, IsWritten = isWritten, IsDerivative = isDerivative, Source = parameter.Source };
        }

        return !original.Local.Type.IsView && parameter.Modifiers.Replace("this ", "").Replace("scoped ", "").Length > 0
            ? new(name, original.Local.Type)
            {
                IsReference = true,
                IsWritten = isDerivative || isExchanged,
                IsSum = isDerivative && !isExchanged,
                IsUnassigned = parameter.Modifiers.Contains("out "),
            }
            : null;
    }

    private IEnumerable<MemberParameter> Derivatives(MemberSignature member) => member.Parameters.Where(parameter =>
        parameter.Purpose == MemberParameterPurpose.Derivative && method.Parameters[parameter.Source].Local.Type.IsView);

    // Memory in one piece, that a ReadOnlySpan can stand for.
    private static IrType? ElementOf(IrType type) => type switch
    {
        SpanType span => span.Element,
        MemoryType memory => memory.Element,
        ArrayType { Rank: 1, Element: not ArrayType } array => array.Element,
        _ => null,
    };

    // A number may lie in a struct, and memory of different numbers overlap through MemoryMarshal.Cast; of other types not at all.
    private static string? TypeArguments(ArgumentStorage first, ArgumentStorage second) =>
        first.Element.Text == second.Element.Text ? first.Element.Text
        : ((first.Element is StructType || second.Element is StructType) && (first.IsReference || second.IsReference)) || (first.Element is ScalarType && second.Element is ScalarType && !first.IsReference && !second.IsReference && !first.IsState && !second.IsState)
            ? $"{first.Element.Text}, {second.Element.Text}"
            : null;
}
