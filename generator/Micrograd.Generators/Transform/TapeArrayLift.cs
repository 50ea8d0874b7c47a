using Micrograd.Generators.Ir;

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
        if (type is ArrayType { Element: TapeValueType, Rank: var rank })
        {
            IrExpression zero = ConstantExpression.Number(0.0, IrType.Double);
            output.Add(ForEachElement(local, rank, _ => TapeExpressionLift.NewNode(zero)));
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
                return locals.IsLifted(view) ? expressions.Rewrite(view) : Copy(view, isVaried, output);
        }
    }

    /// <summary>Nodes with the numbers of an array or span that holds numbers.</summary>
    public LocalExpression Copy(IrExpression numbers, bool isVaried, List<IrStatement> output)
    {
        (IrType element, int rank) = numbers.Type switch
        {
            ArrayType a => (a.Element, a.Rank),
            SpanType s => (s.Element, 1),
            _ => (numbers.Type, 0),
        };
        if (!element.IsFloating)
        {
            throw new NotOnTapeException($"numbers of type {numbers.Type.Text} that do not vary among nodes that do");
        }

        IrExpression source = Named(numbers, output);
        IrLocal copy = factory.Create("values", new ArrayType(new TapeValueType(), rank));
        EquatableArray<IrExpression> lengths = Enumerable.Range(0, rank)
            .Select(d => (IrExpression)new LengthExpression(source, rank == 1 ? null : d))
            .ToEquatableArray();
        output.Add(new DeclareStatement(copy, new NewArrayExpression(lengths, ArrayStorage.Heap, copy.Type)));
        output.Add(ForEachElement(copy, rank, indices =>
        {
            IrExpression number = new ElementExpression(source, indices, element);
            return isVaried ? TapeExpressionLift.NewNode(number) : number;
        }));
        return new LocalExpression(copy);
    }

    private IrExpression Named(IrExpression numbers, List<IrStatement> output)
    {
        if (numbers is LocalExpression)
        {
            return numbers;
        }

        IrLocal source = factory.Create("numbers", numbers.Type);
        output.Add(new DeclareStatement(source, expressions.Rewrite(numbers)));
        return new LocalExpression(source);
    }

    private static bool IsNull(IrExpression view) => view is ConstantExpression { Literal: "null" or "null!" or "default" } or OpaqueExpression { Template: "null" or "default", Arguments.Count: 0 };

    private CountedLoopStatement ForEachElement(IrLocal array, int rank, Func<EquatableArray<IrExpression>, IrExpression> value)
    {
        string[] names = ["i", "j", "k"];
        IrLocal[] counters = [.. Enumerable.Range(0, rank).Select(d => factory.Create(d < names.Length ? names[d] : "i", IrType.Int32))];
        EquatableArray<IrExpression> indices = counters.Select(static c => (IrExpression)new LocalExpression(c)).ToEquatableArray();
        IrStatement body = new AssignStatement(new ElementExpression(new LocalExpression(array), indices, new TapeValueType()), value(indices));
        for (int d = rank - 1; d >= 0; d--)
        {
            var length = new LengthExpression(new LocalExpression(array), rank == 1 ? null : d);
            body = new CountedLoopStatement(counters[d], ConstantExpression.Integer(0), BinaryOperator.Less, length, 1, [body]);
        }

        return (CountedLoopStatement)body;
    }
}
