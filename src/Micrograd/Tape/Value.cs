namespace Micrograd;

/// <summary>placeholder</summary>
public sealed class Value { /// <summary>d</summary>
/// <param name="data">d</param>
 public Value(double data) => Data = data;
/// <summary>d</summary>
 public double Data {get;set;}
/// <summary>d</summary>
/// <param name="x">x</param>
 public static implicit operator Value(double x) => new(x); }
