using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>Structs taken apart: a value for each field, nested as the types are. A struct is a place if its fields are.</summary>
internal static class StructValues
{
    /// <summary>The fields of a struct that is a place itself: an element of an array, a parameter.</summary>
    public static IrExpression Explode(IrExpression place) =>
        place.Type is StructType type
            ? new StructExpression(type, [.. type.Fields.Select(f => Explode(new FieldExpression(place, f.Name, f.Type)))])
            : place;

    /// <summary>A local for every field, not declared yet.</summary>
    public static IrExpression CreateLocals(string name, IrType type, Func<string, IrType, IrLocal> create, bool isConstant = false) =>
        type is StructType whole
            ? new StructExpression(whole, [.. whole.Fields.Select(f => CreateLocals(NameOf(name, f.Name), f.Type, create, isConstant || f.IsConstant))])
            : new LocalExpression(create(name, type) with { IsConstant = isConstant });

    /// <summary><c>default</c>, field by field.</summary>
    public static IrExpression Zero(IrType type) => type switch
    {
        StructType whole => new StructExpression(whole, [.. whole.Fields.Select(static f => Zero(f.Type))]),
        { IsFloating: true } => ConstantExpression.Number(0.0, type),
        ScalarType { Kind: ScalarKind.Boolean } => ConstantExpression.Boolean(false),
        ScalarType { IsInteger: true } => new ConstantExpression(type, 0, ConstantText.Integer(0, type)),
        ArrayType => new ConstantExpression(type, 0, "null!"),
        _ => new ConstantExpression(type, 0, "default"),
    };

    public static bool IsPlace(IrExpression value) => value is StructExpression whole ? whole.Fields.All(IsPlace) : value is LocalExpression or ElementExpression or FieldExpression;

    // p.X becomes pX, and _offset of it pOffset.
    public static string NameOf(string owner, string field)
    {
        return owner + Identifier.Capitalized(field.TrimStart('_', '@'));
    }
}
