using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>
/// Writes the checks at the top of a generated member, before anything is stored: arrays that must be there, lengths of
/// derivative memory, and memory that may not overlap (semantics.md section 5).
/// </summary>
internal sealed class MemberGuardEmitter(CodeWriter writer, MethodSignature method, EquatableArray<int> written)
{
    private const string Guard = "global::Micrograd.DerivativeGuard";

    /// <summary>Writes the checks of a member; returns whether there were any.</summary>
    public bool Emit(MemberSignature member)
    {
        List<string> checks = [.. NullChecks(member), .. StateChecks(member), .. ShapeChecks(member), .. StructChecks(member), .. OverlapChecks(member)];
        foreach (string check in checks)
        {
            writer.WriteLine(check);
        }

        return checks.Count > 0;
    }

    private IEnumerable<string> NullChecks(MemberSignature member) =>
        from parameter in member.Parameters
        where parameter.Source >= 0 && method.Parameters[parameter.Source].Role != ParameterRole.Constant
        where method.Parameters[parameter.Source].Local.Type is ArrayType && !parameter.TypeText.StartsWith("global::System.Span<", StringComparison.Ordinal)
        let name = Identifier.Escape(parameter.Name)
        select $"{Guard}.RequireNotNull({name}, nameof({name}));";

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
        .Where(p => p.Purpose == MemberParameterPurpose.Derivative && StructViews.IsHeldIn(method.Parameters[p.Source].Local.Type))
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
        List<(MemberParameter Parameter, IrType Element, bool IsWritten)> earlier = [];
        List<(MemberParameter Parameter, IrType Type, bool IsWritten)> arrays = [];
        foreach (MemberParameter parameter in member.Parameters.Where(static p => p.Source >= 0))
        {
            bool isWritten = parameter.Purpose == MemberParameterPurpose.Derivative || written.Contains(parameter.Source);
            IrType type = method.Parameters[parameter.Source].Local.Type;
            if (ElementOf(type) is not IrType element)
            {
                foreach ((MemberParameter other, _, _) in arrays.Where(a => a.Type.Equals(type) && (isWritten || a.IsWritten)))
                {
                    string name = Identifier.Escape(parameter.Name);
                    yield return $"{Guard}.RequireNotSame({Identifier.Escape(other.Name)}, {name}, nameof({name}));";
                }

                if (type is ArrayType)
                {
                    arrays.Add((parameter, type, isWritten));
                }

                continue;
            }

            foreach ((MemberParameter other, IrType otherElement, bool otherIsWritten) in earlier)
            {
                if ((isWritten || otherIsWritten) && TypeArguments(otherElement, element) is string types)
                {
                    string name = Identifier.Escape(parameter.Name);
                    yield return $"{Guard}.RequireNoOverlap<{types}>({Identifier.Escape(other.Name)}, {name}, nameof({name}));";
                }
            }

            earlier.Add((parameter, element, isWritten));
        }
    }

    private IEnumerable<MemberParameter> Derivatives(MemberSignature member) => member.Parameters.Where(parameter =>
        parameter.Purpose == MemberParameterPurpose.Derivative && method.Parameters[parameter.Source].Local.Type.IsView);

    // Memory in one piece, that a ReadOnlySpan can stand for.
    private static IrType? ElementOf(IrType type) => type switch
    {
        SpanType span => span.Element,
        ArrayType { Rank: 1, Element: not ArrayType } array => array.Element,
        _ => null,
    };

    // Memory of different numbers can overlap through MemoryMarshal.Cast alone; of other types not at all.
    private static string? TypeArguments(IrType first, IrType second) =>
        first.Text == second.Text ? first.Text
        : first is ScalarType && second is ScalarType ? $"{first.Text}, {second.Text}"
        : null;
}
