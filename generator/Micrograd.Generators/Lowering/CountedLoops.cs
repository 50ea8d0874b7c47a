using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>Loops that lowering itself writes, over the elements of views.</summary>
internal static class CountedLoops
{
    /// <summary><c>for (int i = 0; i &lt; length; i++)</c>.</summary>
    public static void Emit(LoweringScope scope, IrExpression length, Func<IrExpression, IEnumerable<IrStatement>> body)
    {
        IrLocal counter = scope.CreateLocal("i", IrType.Int32);
        scope.Emit(Create(counter, length, body(new LocalExpression(counter))));
    }

    public static LoopStatement Create(IrLocal counter, IrExpression length, IEnumerable<IrStatement> body)
    {
        LocalExpression i = new(counter);
        return new LoopStatement(
            [new DeclareStatement(counter, ConstantExpression.Integer(0))],
            i.IsLess(length),
            body.ToEquatableArray(),
            [new AssignStatement(i, i + ConstantExpression.Integer(1))]);
    }

    /// <summary><c>Enumerable.Range(first, count)</c>, with its exception.</summary>
    public static void RequireRange(LoweringScope scope, IrExpression first, IrExpression count)
    {
        if (count is not ConstantExpression { Bits: >= 0 })
        {
            Refuse(count.IsLess(ConstantExpression.Integer(0)));
        }

        if (first is not ConstantExpression { Bits: <= 1 })
        {
            Refuse(new OpaqueExpression("{0} > int.MaxValue - (long){1} + 1", [first, count], IrType.Boolean));
        }

        void Refuse(IrExpression condition) =>
            scope.Emit(new IfStatement(condition, [new OpaqueStatement("throw new global::System.ArgumentOutOfRangeException(\"count\");", default) { LeavesMethod = true }], default));
    }

    public static ElementExpression At(IrExpression view, IrExpression index) => new(view, [index], ElementOf(view.Type));

    public static IrType ElementOf(IrType view) => view switch
    {
        ArrayType array => array.Element,
        SpanType span => span.Element,
        _ => view,
    };
}
