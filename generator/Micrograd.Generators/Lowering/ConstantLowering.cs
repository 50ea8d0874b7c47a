using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Compile-time constants: the framework's keep their name (<c>Math.PI</c>), all others become their value.</summary>
internal static class ConstantLowering
{
    public static IrExpression? TryLower(IOperation operation, ExpressionLowerer lowerer)
    {
        if (operation is IDefaultValueOperation && TypeMapping.Map(operation.Type) is ScalarType scalar)
        {
            return Number(0.0, 0, scalar);
        }

        if (operation is IDefaultValueOperation && TypeMapping.Map(operation.Type) is TypeParameterType number)
        {
            return ConstantExpression.Number(0.0, number);
        }

        if (operation is IDefaultValueOperation && TypeMapping.Map(operation.Type) is { IsView: true } view)
        {
            return new ConstantExpression(view, 0, "default");
        }

        if (operation is not { ConstantValue: { HasValue: true, Value: var value }, Type: { } type })
        {
            return null;
        }

        return operation switch
        {
            IFieldReferenceOperation { Field: var field } when IsFrameworkConstant(field) => Named(field, value, type),
            IUnaryOperation or IBinaryOperation when TypeMapping.Map(type).IsFloating && NamesFrameworkConstant(operation) => null,
            IConversionOperation { Operand: { } operand } when TypeMapping.Map(type) == TypeMapping.Map(operand.Type) => lowerer.Lower(operand),
            _ => Create(value, type),
        };
    }

    public static IrExpression Create(object? value, ITypeSymbol type) => TypeMapping.Map(type) switch
    {
        ScalarType scalar => Scalar(value, scalar),
        IrType other => new ConstantExpression(other, 0, Text(value, type)),
    };

    private static ConstantExpression Scalar(object? value, ScalarType type) => value switch
    {
        bool boolean => ConstantExpression.Boolean(boolean),
        char character => new(type, character, SymbolDisplay.FormatLiteral(character, quote: true)),
        double number => Number(number, 0, type),
        float number => Number(number, 0, type),
        ulong number => Number(number, unchecked((long)number), type),
        null => Number(0.0, 0, type),
        _ => Number(0.0, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture), type),
    };

    private static ConstantExpression Number(double number, long integer, ScalarType type) => type switch
    {
        { IsFloating: true } => ConstantExpression.Number(number == 0.0 && integer != 0 ? integer : number, type),
        { Kind: ScalarKind.Boolean } => ConstantExpression.Boolean(integer != 0),
        { Kind: ScalarKind.Char } => new(type, integer, SymbolDisplay.FormatLiteral((char)integer, quote: true)),
        _ => new(type, integer, ConstantText.Integer(integer, type)),
    };

    private static string Text(object? value, ITypeSymbol type) => value switch
    {
        null => type.IsReferenceType ? "null" : $"default({TypeMapping.Qualify(type)})",
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        _ when type.TypeKind == TypeKind.Enum => $"({TypeMapping.Qualify(type)})({Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)})",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default",
    };

    private static ConstantExpression Named(IFieldSymbol field, object? value, ITypeSymbol type)
    {
        ConstantExpression constant = (ConstantExpression)Create(value, type);
        return constant with { Literal = TypeMapping.Qualify(field.ContainingType, field) };
    }

    private static bool IsFrameworkConstant(IFieldSymbol field) =>
        field is { IsConst: true, DeclaredAccessibility: Accessibility.Public, ContainingType.TypeKind: not TypeKind.Enum } && field.IsFramework();

    private static bool NamesFrameworkConstant(IOperation operation) =>
        operation.DescendantsAndSelf().OfType<IFieldReferenceOperation>().Any(static r => IsFrameworkConstant(r.Field));
}
