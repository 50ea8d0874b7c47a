using System.Globalization;

namespace Micrograd;

/// <summary>A node of the dynamic tape: a number, its derivative, and how it was computed. micrograd's <c>Value</c>.</summary>
/// <remarks>
/// <para>Operators and functions compute at once and remember their operands; <see cref="Backward"/> walks back from a result.
/// Setting <see cref="Data"/> afterwards changes this number alone: what was computed from it stays.</para>
/// <para>A leaf made by the implicit conversion from <see cref="double"/> is a <em>constant</em>, and so is what is computed from
/// constants only: no derivative is computed for it, its <see cref="Grad"/> stays 0. <c>new Value(c)</c> is a variable.</para>
/// <para>Equality is by reference. Graphs that share no node may be used from several threads at once; a graph may be used from one at a time.</para>
/// </remarks>
public sealed partial class Value
{
    // The sign of the stamp says whether the node is constant, its magnitude which traversal saw it last.
    private const long ConstantStamp = -1;

    private readonly Operation? _operation;
    private string? _label;
    private long _stamp;

    /// <summary>Makes a leaf that counts as varied: derivatives are computed for it.</summary>
    /// <param name="data">Its value.</param>
    /// <param name="label">Its name in a drawn graph.</param>
    public Value(double data, string label = "")
    {
        Data = data;
        _label = label;
    }

    internal Value(double data, Operation operation, Value first)
    {
        Data = data;
        _operation = operation;
        First = first;
        _stamp = first._stamp < 0 ? ConstantStamp : 0;
    }

    internal Value(double data, Operation operation, Value first, Value second)
    {
        Data = data;
        _operation = operation;
        First = first;
        Second = second;
        _stamp = (first._stamp & second._stamp) < 0 ? ConstantStamp : 0;
    }

    internal Value(double data, Operation operation, Value first, Value second, Value third)
    {
        Data = data;
        _operation = operation;
        First = first;
        Second = second;
        Third = third;
        _stamp = (first._stamp & second._stamp & third._stamp) < 0 ? ConstantStamp : 0;
    }

    private Value(double data, long stamp)
    {
        Data = data;
        _stamp = stamp;
    }

    /// <summary>The number.</summary>
    public double Data { get; set; }

    /// <summary>The derivative, with respect to this node, of the result that <see cref="Backward"/> was last called on; a leaf sums it over calls.</summary>
    public double Grad { get; set; }

    /// <summary>A name for a drawn graph; empty unless set.</summary>
    public string Label
    {
        get => _label ?? "";
        set => _label = value;
    }

    /// <summary>The name of the operation that made this node, such as <c>+</c> or <c>tanh</c>; empty for a leaf.</summary>
    public string Operation => _operation?.Name ?? "";

    /// <summary>What this node was computed from, in order; empty for a leaf.</summary>
    public IReadOnlyList<Value> Operands =>
        _operation is FunctionOperation function ? function.Operands : First is null ? [] : Second is null ? [First] : Third is null ? [First, Second] : [First, Second, Third];

    internal bool IsConstant => _stamp < 0;

    internal Value? First { get; }

    internal Value? Second { get; }

    internal Value? Third { get; }

    /// <summary>Makes a constant leaf.</summary>
    /// <param name="data">Its value.</param>
    public static implicit operator Value(double data) => new(data, ConstantStamp);

    /// <summary>The label, the number and the derivative.</summary>
    /// <returns>Text such as <c>Value(data=2, grad=0)</c>, in the invariant culture.</returns>
    public override string ToString()
    {
        string label = string.IsNullOrEmpty(_label) ? "" : _label + ": ";
        return string.Create(CultureInfo.InvariantCulture, $"{label}Value(data={Data}, grad={Grad})");
    }
}
