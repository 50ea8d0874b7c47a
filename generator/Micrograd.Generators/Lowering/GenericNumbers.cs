using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Generic mathematics: the static members that a number type has through its interfaces, called on a type parameter, on what it
/// stands for, or on the type itself.
/// </summary>
internal static class GenericNumbers
{
    /// <summary>
    /// The number type on which a static member is called: of <c>T.Exp(x)</c> what T stands for, of <c>double.Exp(x)</c> double;
    /// null where it is called on anything else.
    /// </summary>
    public static IrType? Of(ITypeSymbol? constrainedTo, INamedTypeSymbol containingType) =>
        TypeMapping.Map(constrainedTo ?? containingType) is var type && TypeMapping.IsNumber(type) && type != IrType.Boolean ? type : null;

    /// <summary><c>T.CreateChecked(x)</c> and its like between numbers: a conversion, where the result is a floating-point number.</summary>
    public static bool IsConversion(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, Name: "CreateChecked" or "CreateSaturating" or "CreateTruncating", Parameters.Length: 1 }
        && call.TargetMethod.IsFramework()
        && Of(call.ConstrainedToType, call.TargetMethod.ContainingType) is { IsFloating: true }
        && TypeMapping.Map(call.Arguments[0].Value.Type) is var from && TypeMapping.IsNumber(from) && from is not ScalarType { Kind: ScalarKind.Boolean or ScalarKind.Char };

    /// <summary>The row of the rule table for a member of a type parameter that stands for itself: that of double, where T is double.</summary>
    public static string KeyOf(IMethodSymbol method, TypeParameterType type) =>
        $"double.{method.Name}({string.Join(", ", method.Parameters.Select(p => TypeMapping.Map(p.Type) == type ? "double" : p.Type.ToDisplayString()))})";

    /// <summary>A number that the type names: <c>T.Zero</c>, <c>T.Pi</c>; null where it has no such number.</summary>
    public static IrExpression? Constant(string name, IrType type) => (name, type) switch
    {
        ("Zero" or "AdditiveIdentity", { IsFloating: true }) => ConstantExpression.Number(0.0, type),
        ("One" or "MultiplicativeIdentity", { IsFloating: true }) => ConstantExpression.Number(1.0, type),
        ("NegativeOne", { IsFloating: true }) => ConstantExpression.Number(-1.0, type),
        ("Zero" or "AdditiveIdentity", { IsInteger: true }) => new ConstantExpression(type, 0, ConstantText.Integer(0, type)),
        ("One" or "MultiplicativeIdentity", { IsInteger: true }) => new ConstantExpression(type, 1, ConstantText.Integer(1, type)),
        (_, { IsFloating: true }) when Value(name) is { } value => ConstantExpression.Number(value, type) with { Literal = $"{type.Text}.{name}" },
        (_, TypeParameterType) => new OpaqueExpression("{0}." + name, [TypeName(type)], type),
        (_, { IsFloating: true }) => new OpaqueExpression($"{type.Text}.{name}", default, type),
        _ => null,
    };

    private static double? Value(string name) => name switch
    {
        "Pi" => Math.PI,
        "E" => Math.E,
        "Tau" => 2.0 * Math.PI,
        "NaN" => double.NaN,
        "PositiveInfinity" => double.PositiveInfinity,
        "NegativeInfinity" => double.NegativeInfinity,
        _ => null,
    };

    /// <summary>The name of a type parameter as an operand of opaque text, so that the tape can put another type in its place.</summary>
    public static ConstantExpression TypeName(IrType type) => new(type, 0, type.Text);
}
