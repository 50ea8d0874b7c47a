namespace Micrograd;

public sealed partial class Value
{
    private static readonly Operation MaxRule = new SelectionOperation("max");

    /// <summary>The greater operand.</summary>
    /// <remarks>On a tie two varied operands get half of the derivative each; a varied operand that ties with a constant gets none, so that <c>Max(0, x)</c> is ReLU with derivative 0 at 0. A NaN result passes the derivative to the operand that is NaN.</remarks>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value Max(Value a, Value b) => new(Math.Max(a.Data, b.Data), MaxRule, a, b);

    /// <inheritdoc cref="Max(Value, Value)"/>
    public Value Max(Value b) => Max(this, b);

    private static readonly Operation MinRule = new SelectionOperation("min");

    /// <summary>The lesser operand. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value Min(Value a, Value b) => new(Math.Min(a.Data, b.Data), MinRule, a, b);

    /// <inheritdoc cref="Min(Value, Value)"/>
    public Value Min(Value b) => Min(this, b);

    private static readonly Operation MaxMagnitudeRule = new SelectionOperation("maxmag");

    /// <summary>The operand of greater magnitude. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value MaxMagnitude(Value a, Value b) => new(Math.MaxMagnitude(a.Data, b.Data), MaxMagnitudeRule, a, b);

    /// <inheritdoc cref="MaxMagnitude(Value, Value)"/>
    public Value MaxMagnitude(Value b) => MaxMagnitude(this, b);

    private static readonly Operation MinMagnitudeRule = new SelectionOperation("minmag");

    /// <summary>The operand of lesser magnitude. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value MinMagnitude(Value a, Value b) => new(Math.MinMagnitude(a.Data, b.Data), MinMagnitudeRule, a, b);

    /// <inheritdoc cref="MinMagnitude(Value, Value)"/>
    public Value MinMagnitude(Value b) => MinMagnitude(this, b);

    private static readonly Operation MaxNumberRule = new SelectionOperation("maxnum");

    /// <summary>The greater operand that is a number. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value MaxNumber(Value a, Value b) => new(double.MaxNumber(a.Data, b.Data), MaxNumberRule, a, b);

    /// <inheritdoc cref="MaxNumber(Value, Value)"/>
    public Value MaxNumber(Value b) => MaxNumber(this, b);

    private static readonly Operation MinNumberRule = new SelectionOperation("minnum");

    /// <summary>The lesser operand that is a number. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value MinNumber(Value a, Value b) => new(double.MinNumber(a.Data, b.Data), MinNumberRule, a, b);

    /// <inheritdoc cref="MinNumber(Value, Value)"/>
    public Value MinNumber(Value b) => MinNumber(this, b);

    private static readonly Operation MaxMagnitudeNumberRule = new SelectionOperation("maxmagnum");

    /// <summary>The operand of greater magnitude that is a number. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value MaxMagnitudeNumber(Value a, Value b) => new(double.MaxMagnitudeNumber(a.Data, b.Data), MaxMagnitudeNumberRule, a, b);

    /// <inheritdoc cref="MaxMagnitudeNumber(Value, Value)"/>
    public Value MaxMagnitudeNumber(Value b) => MaxMagnitudeNumber(this, b);

    private static readonly Operation MinMagnitudeNumberRule = new SelectionOperation("minmagnum");

    /// <summary>The operand of lesser magnitude that is a number. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value MinMagnitudeNumber(Value a, Value b) => new(double.MinMagnitudeNumber(a.Data, b.Data), MinMagnitudeNumberRule, a, b);

    /// <inheritdoc cref="MinMagnitudeNumber(Value, Value)"/>
    public Value MinMagnitudeNumber(Value b) => MinMagnitudeNumber(this, b);

    private static readonly Operation MaxNativeRule = new SelectionOperation("max");

    /// <summary>The greater operand, with the platform's treatment of NaN and −0. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value MaxNative(Value a, Value b) => new(double.MaxNative(a.Data, b.Data), MaxNativeRule, a, b);

    /// <inheritdoc cref="MaxNative(Value, Value)"/>
    public Value MaxNative(Value b) => MaxNative(this, b);

    private static readonly Operation MinNativeRule = new SelectionOperation("min");

    /// <summary>The lesser operand, with the platform's treatment of NaN and −0. The derivative goes to the operand returned; on a tie see <see cref="Max(Value, Value)"/>.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <returns>The node.</returns>
    public static Value MinNative(Value a, Value b) => new(double.MinNative(a.Data, b.Data), MinNativeRule, a, b);

    /// <inheritdoc cref="MinNative(Value, Value)"/>
    public Value MinNative(Value b) => MinNative(this, b);
}
