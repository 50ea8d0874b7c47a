using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>Small facts about arrays and spans.</summary>
internal static class Spans
{
    public static IrType Element(IrType view) => view switch
    {
        SpanType span => span.Element,
        ArrayType array => array.Element,
        _ => throw new InvalidOperationException($"{view.Text} has no elements."),
    };

    public static SpanType Writable(IrType view) => new(Element(view), IsReadOnly: false);

    public static LengthExpression Length(IrLocal view) => new(new LocalExpression(view));
}
