using Micrograd.Generators.Ir;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Transform;

/// <summary>Lifts what has memory of its own or shares it: new arrays, views, and copies of arrays that hold numbers.</summary>
internal sealed class TapeArrayLift(LiftedLocals locals, TapeExpressionLift expressions, LocalFactory factory)
{
    /// <summary>Declares a local with a new array. Each element starts as a node of its own: one node shared by all would add up their derivatives.</summary>
    public void Declare(IrLocal local, NewArrayExpression array, List<IrStatement> output)
    {
        if (local.Type is SpanType { IsReadOnly: true } span)
        {
            IrLocal storage = factory.Create(local.Name, new ArrayType(span.Element));
            Declare(storage, array, output);
            output.Add(new DeclareStatement(local, new ViewExpression(new LocalExpression(storage), null, null, local.Type)));
            return;
        }

        EquatableArray<IrExpression> lengths = array.Lengths.Select(expressions.Rewrite).ToEquatableArray();
        IrType type = local.Type is SpanType { Element: var element } ? new ArrayType(element) : local.Type;
        output.Add(new DeclareStatement(local, new NewArrayExpression(lengths, ArrayStorage.Heap, type)));
        if (Spans.Element(type) is TapeValueType)
        {
            IrExpression zero = ConstantExpression.Number(0.0, IrType.Double);
            output.Add(new TapeShape(local, factory).ForEach(at => [new AssignStatement(at(local), TapeExpressionLift.NewNode(zero))]));
        }
    }

    /// <summary>A view of nodes, for a lifted local to name; what it needs first goes to <paramref name="output"/>.</summary>
    public IrExpression View(IrExpression view, bool isVaried, List<IrStatement> output)
    {
        switch (view)
        {
            case NewArrayExpression array:
                IrType type = LiftedLocals.Lift(view.Type);
                IrLocal created = factory.Create("values", type is SpanType span ? new ArrayType(span.Element) : type);
                Declare(created, array, output);
                return new LocalExpression(created);

            case ConditionalExpression choice:
                return new ConditionalExpression(
                    expressions.Rewrite(choice.Condition),
                    View(choice.WhenTrue, isVaried, output),
                    View(choice.WhenFalse, isVaried, output));

            case OpaqueExpression or ConstantExpression:
                return IsNull(view) ? view with { Type = LiftedLocals.Lift(view.Type) } : Copy(view, isVaried, output);

            default:
                return !locals.IsLifted(view) ? Copy(view, isVaried, output)
                    : isVaried && locals.IsConstantView(view.Root()!) ? throw new NotOnTapeException($"'{view.Root()!.Name}', which carries no derivative and shares its nodes with what does")
                    : expressions.Rewrite(view);
        }
    }

    /// <summary>Nodes with the numbers of an array or span that holds numbers.</summary>
    public LocalExpression Copy(IrExpression numbers, bool isVaried, List<IrStatement> output)
    {
        if (!Spans.Element(numbers.Type).IsFloating)
        {
            throw new NotOnTapeException($"numbers of type {numbers.Type.Text} that do not vary among nodes that do");
        }

        IrLocal source = Named(numbers, output);
        TapeShape shape = new(source, factory);
        IrType type = LiftedLocals.Lift(source.Type);
        IrLocal copy = factory.Create("values", type is SpanType span ? new ArrayType(span.Element) : type);
        output.AddRange(shape.NewMemory(copy));
        output.Add(shape.ForEach(at => [new AssignStatement(at(copy), isVaried ? TapeExpressionLift.NewNode(at(source)) : TapeExpressionLift.Number(at(source)))]));
        return new LocalExpression(copy);
    }

    private IrLocal Named(IrExpression numbers, List<IrStatement> output)
    {
        if (numbers is LocalExpression { Local: var named })
        {
            return named;
        }

        IrLocal source = factory.Create("numbers", numbers.Type);
        output.Add(new DeclareStatement(source, expressions.Rewrite(numbers)));
        return source;
    }

    private static bool IsNull(IrExpression view) => view is ConstantExpression { Literal: "null" or "null!" or "default" } or OpaqueExpression { Template: "null" or "default", Arguments.Count: 0 };
}
