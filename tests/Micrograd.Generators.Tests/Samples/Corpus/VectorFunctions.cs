using System;
using System.Numerics;
using Micrograd;

namespace Samples;

/// <summary>Functions of vectors, number by number and by index.</summary>
public static partial class VectorFunctions
{
    [Differentiable]
    [At(0.5f, 1.25f, -0.75f)]
    public static float Waves(float x, float y, float z)
    {
        Vector3 v = new(x, y, z);
        Vector3 w = Vector3.Sin(v) * Vector3.Exp(-v) + Vector3.Hypot(v, Vector3.One);
        return Vector3.Sum(Vector3.Log(w * w + Vector3.One)) + Vector3.Reflect(w, Vector3.Normalize(v)).X;
    }

    [Differentiable]
    [At(0.5f, 1.25f, -0.75f, 2)]
    public static float Indexed(float x, float y, float z, int n)
    {
        Vector4 v = new(x, y, z, 1f);
        for (int i = 0; i < 4; i++)
        {
            v[i] = v[(i + n) % 4] * v[i] + x;
        }

        v[1] += v[0];
        v[2] = v[3] * v[2];
        return Vector4.Sum(v) + v[n];
    }

    [Differentiable]
    [At(0.6f, -1.25f)]
    public static float Selected(float x, float y)
    {
        Vector2 v = new(x, y), w = Vector2.Clamp(v, -Vector2.One, Vector2.One);
        Vector2 r = Vector2.Round(3f * v) * w + Vector2.CopySign(v, -w);
        return v == w ? 0f : Vector2.Cross(r, Vector2.FusedMultiplyAdd(v, w, r)) + Vector2.MaxNumber(v, r).Y;
    }

    [Differentiable]
    [At(new[] { 0.5f, 1.0f, -0.75f, 0.25f })]
    public static float Path(ReadOnlySpan<float> angles)
    {
        Vector2 position = Vector2.Zero;
        float length = 0f;
        foreach (float angle in angles)
        {
            (Vector2 sin, Vector2 cos) = Vector2.SinCos(Vector2.Create(angle));
            position += new Vector2(cos.X, sin.Y);
            length += position.Length() * Vector2.Dot(position, cos);
        }

        return length;
    }
}
