using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// A member of System.Numerics called as it is, on structs put together again from their fields: what comes out has its bits on every
/// processor and in every version. The derivative is that of other expressions, one for each number of the result.
/// </summary>
internal static class FrameworkMember
{
    /// <summary>Whether the member only says something about its operands: a result without a derivative.</summary>
    public static bool IsTest(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsGenericMethod: false, ReturnType.SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 } method
        && method.Parameters.Length > (method.IsStatic ? 0 : -1)
        && method.Parameters.All(static p => p.RefKind == RefKind.None && TypeMapping.Map(p.Type) is ScalarType or StructType { IsTuple: false })
        && TypeMapping.Map(method.ContainingType) is StructType;

    /// <summary>The value of the call, with the derivatives of <paramref name="derivative"/>.</summary>
    public static IrExpression Call(NumericsCall call, IrExpression derivative)
    {
        string name = NameOf(call);
        if (derivative is not StructExpression parts)
        {
            return call.Scope.Bind(new SubstitutedExpression(Call(call), derivative), name);
        }

        IrExpression whole = Whole(call, Call(call), name);
        return Read(call, whole, "", name, parts);
    }

    /// <summary>The call alone.</summary>
    public static OpaqueExpression Call(NumericsCall call)
    {
        List<IrExpression> leaves = [];
        string[] operands = [.. call.Operands.Select(o => Text(o, leaves))];
        return Opaque(TextOf(call.Member, operands), leaves, call.Type);
    }

    /// <summary>The operand as one value of the framework's type; a number as itself.</summary>
    public static IrExpression Whole(NumericsCall call, int operand, string name)
    {
        List<IrExpression> leaves = [];
        return call.Operands[operand] is StructExpression whole ? Whole(call, Opaque(Text(whole, leaves), leaves, whole.Type), name) : call.Name(call.Operands[operand]);
    }

    /// <summary>Names a value of the framework's type that generated code computes.</summary>
    public static IrExpression Whole(NumericsCall call, OpaqueExpression value, string name) => call.Scope.Bind(value with { Type = new OpaqueType(value.Type.Text) }, name);

    /// <summary>A part of such a value.</summary>
    public static OpaqueExpression Part(IrExpression whole, string path, IrType type) => Opaque("{0}" + path, [whole], type);

    /// <summary>Text whose derivative is written beside it, or that has none.</summary>
    public static OpaqueExpression Opaque(string template, IEnumerable<IrExpression> operands, IrType type) =>
        new(template, operands.ToEquatableArray(), type) { CarriesNothing = true, IsDeclaredConstant = true };

    public static string NameOf(NumericsCall call) => call.Member is IPropertySymbol or IMethodSymbol { AssociatedSymbol: not null } ? "item" : Identifier.Local(call.Member.Name);

    private static IrExpression Read(NumericsCall call, IrExpression whole, string path, string name, StructExpression derivative) => derivative with
    {
        Fields = [.. derivative.Fields.Select((d, i) =>
        {
            IrField field = derivative.Struct.Fields[i];
            string part = $"{path}.{field.Name}", partName = StructValues.NameOf(name, field.Name);
            return d is StructExpression inner
                ? Read(call, whole, part, partName, inner)
                : call.Scope.Bind(new SubstitutedExpression(Part(whole, part, field.Type), d), partName);
        })],
    };

    private static string Text(IrExpression operand, List<IrExpression> leaves)
    {
        if (operand is StructExpression whole)
        {
            string[] fields = [.. whole.Fields.Select(f => Text(f, leaves))];
            return $"new {whole.Type.Text}({string.Join(", ", fields)})";
        }

        leaves.Add(operand);
        return $"{{{leaves.Count - 1}}}";
    }

    private static string TextOf(ISymbol member, string[] operands)
    {
        string owner = member.IsStatic ? TypeMapping.Qualify(member.ContainingType) : operands[0];
        IEnumerable<string> arguments = member.IsStatic ? operands : operands.Skip(1);
        return member switch
        {
            IMethodSymbol { AssociatedSymbol: IPropertySymbol { IsIndexer: true } } => $"{owner}[{string.Join(", ", arguments)}]",
            IMethodSymbol { AssociatedSymbol: null } => $"{owner}.{member.Name}({string.Join(", ", arguments)})",
            IMethodSymbol { AssociatedSymbol: { } property } => $"{owner}.{property.Name}",
            _ => $"{owner}.{member.Name}",
        };
    }
}
