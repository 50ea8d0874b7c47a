using System;

namespace Samples;

/// <summary>A point at which the oracles are asked: one argument for each parameter.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AtAttribute(params object[] arguments) : Attribute
{
    public object[] Arguments { get; } = arguments;

    /// <summary>False at a kink or a jump, where central differences mean nothing.</summary>
    public bool Smooth { get; set; } = true;

    /// <summary>The method makes objects that carry no derivative: they are allocated in every call, as in the original.</summary>
    public bool Allocates { get; set; }

    /// <summary>False where there is no overload on the tape.</summary>
    public bool Tape { get; set; } = true;

    /// <summary>Between generated gradient and tape, relative to the largest entry; 0 for the type's own.</summary>
    public double Tolerance { get; set; }

    /// <summary>First step of the central differences; small where a branch or a trip count changes nearby.</summary>
    public double Step { get; set; } = 0.01;
}
