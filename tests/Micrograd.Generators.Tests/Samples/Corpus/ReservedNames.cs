using System;
using Micrograd;

namespace Samples;

/// <summary>Reserved words as names of whatever a method reads, writes and calls.</summary>
public static partial class ReservedNames
{
    public struct Part
    {
        public double @class;
        public double X;
    }

    public enum @enum
    {
        @as,
        @if,
    }

    [Differentiable]
    [At(0.7, 1.9)]
    public static Part GivesParts(double x, double y)
    {
        Part part = new() { @class = x * y, X = y };
        part.@class *= x;
        return part;
    }

    [Differentiable]
    [At(0.7, 1.9)]
    public static (double @else, double @do) GivesTuple(double @this, double @while)
    {
        (double @else, double @do) t = (@this * @while, @while);
        t.@do *= t.@else;
        return t;
    }

    [Differentiable]
    [At(0.7, 1.9, 1)]
    [At(0.7, 1.9, 0)]
    public static double Decides(double x, double @out, int n)
    {
        static double @void(double @while) => @while * @while;
        @enum e = n > 0 ? @enum.@if : @enum.@as;
        Part[] all = [new() { @class = x, X = @out }, new() { @class = @out * x, X = 2.0 }];
        double s = 0.0;
        foreach (Part @is in all)
        {
            s += e == @enum.@if ? @void(@is.@class) : Again(@is, @is.X, 2);
        }

        return s;
    }

    private static double Again(Part @is, double @as, int n) => n == 0 ? @as * @is.@class : Again(@is, Math.Sin(@as * @is.X), n - 1) * @is.@class;
}
