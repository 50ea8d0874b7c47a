using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Tests.Transform;

/// <summary>The overload on <c>Value</c>, as C# text. The IR is what lowering and normalization make of the C# in the comments.</summary>
public partial class TapeLiftTests
{
    private static readonly IrType DoubleSpan = new SpanType(IrType.Double, IsReadOnly: true);
    private static readonly IrType DoubleArray = new ArrayType(IrType.Double);

    // double z = 0; for (…) z += w[i] * x[i]; return Math.Tanh(z);
    [Fact]
    public void SumOfProducts_StartsFromVariedNode()
    {
        IrLocal w = Parameter("w", DoubleSpan);
        IrLocal x = Parameter("x", DoubleSpan, ParameterRole.Constant);
        IrLocal z = _locals.Create("z", IrType.Double);
        IrLocal i = _locals.Create("i", IrType.Int32);
        Lifts(
            [
                new DeclareStatement(z, Number(0.0)),
                Loop(i, w, new AssignStatement(Use(z), Use(z) + (At(w, i) * At(x, i)))),
                new ReturnStatement(Call("System.Math.Tanh(double)", Use(z))),
            ],
            """
            (global::System.ReadOnlySpan<global::Micrograd.Value> w, global::System.ReadOnlySpan<double> x)
            global::Micrograd.Value z = new global::Micrograd.Value(0.0);
            for (int i = 0; i < w.Length; i++)
            {
                z += w[i] * x[i];
            }
            return global::Micrograd.Value.Tanh(z);
            """);
    }

    // double[] t = new double[2]; t[0] = 1; t[1] = a > 0 ? a : 0.5; return Math.Max(t[0], 2);
    // The constants that enter t vary, as t does as a whole; the 2 is an operand and stays constant.
    [Fact]
    public void LocalArray_HoldsDistinctVariedNodes()
    {
        IrLocal a = Parameter("a", IrType.Double);
        IrLocal t = _locals.Create("t", DoubleArray);
        Lifts(
            [
                new DeclareStatement(t, new NewArrayExpression([ConstantExpression.Integer(2)], ArrayStorage.Heap, DoubleArray)),
                new AssignStatement(At(t, 0), Number(1.0)),
                new AssignStatement(At(t, 1), new ConditionalExpression(Use(a).IsGreater(Number(0.0)), Use(a), Number(0.5))),
                new ReturnStatement(Call("System.Math.Max(double, double)", At(t, 0), Number(2.0))),
            ],
            """
            (global::Micrograd.Value a)
            global::Micrograd.Value[] t = new global::Micrograd.Value[2];
            for (int i = 0; i < t.Length; i++)
            {
                t[i] = new global::Micrograd.Value(0.0);
            }
            t[0] = new global::Micrograd.Value(1.0);
            t[1] = a.Data > 0.0 ? a : new global::Micrograd.Value(0.5);
            return global::Micrograd.Value.Max(t[0], 2.0);
            """);
    }

    // Span<float> t = stackalloc float[1]; int k = (int)(x * 2f); float s = Gradient.Stop(x); t[0] = (float)(double)x; return t[0] * s;
    [Fact]
    public void SingleMethod_ComputesInDoubleAndReadsDataInItsOwnType()
    {
        IrType span = new SpanType(IrType.Single, IsReadOnly: false);
        IrLocal x = Parameter("x", IrType.Single);
        IrLocal t = _locals.Create("t", span);
        IrLocal k = _locals.Create("k", IrType.Int32);
        IrLocal s = _locals.Create("s", IrType.Single);
        Lifts(
            [
                new DeclareStatement(t, new NewArrayExpression([ConstantExpression.Integer(1)], ArrayStorage.Stack, span)),
                new DeclareStatement(k, new ConversionExpression(Use(x) * 2.0, IrType.Int32)),
                new DeclareStatement(s, new RuleCallExpression("Micrograd.Gradient.Stop(float)", "global::Micrograd.Gradient.Stop", [Use(x)], IrType.Single)),
                new AssignStatement(At(t, 0), new ConversionExpression(new ConversionExpression(Use(x), IrType.Double), IrType.Single)),
                new ReturnStatement(At(t, 0) * Use(s)),
            ],
            """
            (global::Micrograd.Value x)
            global::System.Span<global::Micrograd.Value> t = new global::Micrograd.Value[1];
            for (int i = 0; i < t.Length; i++)
            {
                t[i] = new global::Micrograd.Value(0.0);
            }
            int k = (int)((float)x.Data * 2.0f);
            float s = global::Micrograd.Gradient.Stop((float)x.Data);
            t[0] = x;
            return t[0] * s;
            """,
            IrType.Single);
    }

    // WithRespectTo = ["a"]: y keeps its type, but y = y + a makes it a node.
    [Fact]
    public void ParameterLeftOut_ThatReceivesDerivatives_IsCopied()
    {
        IrLocal a = Parameter("a", IrType.Double);
        IrLocal y = Parameter("y", IrType.Double, ParameterRole.Dependent);
        Lifts(
            [
                new AssignStatement(Use(y), Use(y) + Use(a)),
                new ReturnStatement(Use(y)),
            ],
            """
            (global::Micrograd.Value a, double y)
            global::Micrograd.Value y1 = new global::Micrograd.Value(y);
            y1 += a;
            return y1;
            """);
    }

    // ref double x, double[] output (left out, but the caller sees it); output[0] = x * 2; output[1] = 3; x = 1;
    [Fact]
    public void WrittenParameters_AreLifted()
    {
        IrLocal x = Parameter("x", IrType.Double, mode: ParameterMode.Ref);
        IrLocal output = Parameter("output", DoubleArray, ParameterRole.Dependent);
        Lifts(
            [
                new AssignStatement(At(output, 0), Use(x) * 2.0),
                new AssignStatement(At(output, 1), Number(3.0)),
                new AssignStatement(Use(x), Number(1.0)),
            ],
            """
            (ref global::Micrograd.Value x, global::Micrograd.Value[] output)
            output[0] = x * 2.0;
            output[1] = new global::Micrograd.Value(3.0);
            x = new global::Micrograd.Value(1.0);
            """,
            IrType.Void);
    }

    // ReadOnlySpan<double> v = w; v = c.Slice(1); a constant's memory behind a varied view counts as varied: a copy of it is.
    [Fact]
    public void ViewOfConstantMemory_SeesLiftedCopy()
    {
        IrLocal w = Parameter("w", DoubleSpan);
        IrLocal c = Parameter("c", DoubleSpan, ParameterRole.Constant);
        IrLocal v = _locals.Create("v", DoubleSpan);
        Lifts(
            [
                new DeclareStatement(v, Use(w)),
                new AssignStatement(Use(v), new ViewExpression(Use(c), ConstantExpression.Integer(1), null, DoubleSpan)),
                new ReturnStatement(At(v, 0)),
            ],
            """
            (global::System.ReadOnlySpan<global::Micrograd.Value> w, global::System.ReadOnlySpan<double> c)
            global::Micrograd.Value[] values = new global::Micrograd.Value[c.Length];
            for (int i = 0; i < c.Length; i++)
            {
                values[i] = new global::Micrograd.Value(c[i]);
            }
            global::System.ReadOnlySpan<global::Micrograd.Value> c1 = values;
            global::System.ReadOnlySpan<global::Micrograd.Value> v = w;
            v = c1.Slice(1);
            return v[0];
            """);
    }

    // return c; what a method returns varies to whoever calls it.
    [Fact]
    public void ConstantArrayAsResult_IsCopied()
    {
        Parameter("x", IrType.Double);
        IrLocal c = Parameter("c", DoubleArray, ParameterRole.Constant);
        Lifts(
            [new ReturnStatement(Use(c))],
            """
            (global::Micrograd.Value x, double[] c)
            global::Micrograd.Value[] values = new global::Micrograd.Value[c.Length];
            for (int i = 0; i < c.Length; i++)
            {
                values[i] = new global::Micrograd.Value(c[i]);
            }
            return values;
            """,
            DoubleArray);
    }

    // double[] t = Table(); t[0] = x; return t[0] + t[1]: numbers that come from elsewhere become nodes.
    [Fact]
    public void ArrayFromOpaqueCode_IsCopied()
    {
        IrLocal x = Parameter("x", IrType.Double);
        IrLocal t = _locals.Create("t", DoubleArray);
        Lifts(
            [
                new DeclareStatement(t, new OpaqueExpression("global::E.Table()", default, DoubleArray)),
                new AssignStatement(At(t, 0), Use(x)),
                new ReturnStatement(At(t, 0) + At(t, 1)),
            ],
            """
            (global::Micrograd.Value x)
            double[] numbers = global::E.Table();
            global::Micrograd.Value[] values = new global::Micrograd.Value[numbers.Length];
            for (int i = 0; i < numbers.Length; i++)
            {
                values[i] = new global::Micrograd.Value(numbers[i]);
            }
            global::Micrograd.Value[] t = values;
            t[0] = x;
            return t[0] + t[1];
            """);
    }

    // double[][] rows = new double[2][]; rows[0] = new double[3]; rows[0][1] = x; return rows[0][1] * rows[0].Length;
    [Fact]
    public void JaggedArray_GetsNodesRowByRow()
    {
        IrType jagged = new ArrayType(DoubleArray);
        IrLocal x = Parameter("x", IrType.Double);
        IrLocal rows = _locals.Create("rows", jagged);
        var row = new ElementExpression(Use(rows), [ConstantExpression.Integer(0)], DoubleArray);
        var element = new ElementExpression(row, [ConstantExpression.Integer(1)], IrType.Double);
        Lifts(
            [
                new DeclareStatement(rows, new NewArrayExpression([ConstantExpression.Integer(2)], ArrayStorage.Heap, jagged)),
                new AssignStatement(row, new NewArrayExpression([ConstantExpression.Integer(3)], ArrayStorage.Heap, DoubleArray)),
                new AssignStatement(element, Use(x)),
                new ReturnStatement(element * new ConversionExpression(new LengthExpression(row), IrType.Double)),
            ],
            """
            (global::Micrograd.Value x)
            global::Micrograd.Value[][] rows = new global::Micrograd.Value[2][];
            global::Micrograd.Value[] values = new global::Micrograd.Value[3];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = new global::Micrograd.Value(0.0);
            }
            rows[0] = values;
            rows[0][1] = x;
            return rows[0][1] * (double)rows[0].Length;
            """);
    }

    // if (x.Length == 0 || x[0] < 0) throw new E(x[0], x); Console.Write(x); return Math.Floor(3.5);
    [Fact]
    public void OpaqueCode_GetsNumbers()
    {
        IrLocal x = Parameter("x", DoubleSpan);
        IrLocal zero = _locals.Create("zero", IrType.Int32);
        Lifts(
            [
                new DeclareStatement(zero, ConstantExpression.Integer(0)),
                new IfStatement(At(x, zero).IsLess(Number(0.0)), [new OpaqueStatement("throw new global::E({0}, {1});", [At(x, zero), Use(x)]) { LeavesMethod = true }], default),
                new ReturnStatement(Number(3.0)),
            ],
            """
            (global::System.ReadOnlySpan<global::Micrograd.Value> x)
            int zero = 0;
            if (x[zero].Data < 0.0)
            {
                throw new global::E(x[zero].Data, global::System.Array.ConvertAll(x.ToArray(), static v => v.Data));
            }
            return 3.0;
            """);
    }
}
