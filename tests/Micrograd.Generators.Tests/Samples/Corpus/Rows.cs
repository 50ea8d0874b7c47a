using System;
using System.Collections.Generic;
using Micrograd;

#pragma warning disable MGRAD0300 // Rows that carry derivatives change places on the tape only.

namespace Samples;

/// <summary>Rows of arrays of arrays, and arrays in lists, that are known by another name.</summary>
public static partial class Rows
{
    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double ChangedByAnotherName(double x)
    {
        int[] row = [1, 2, 3];
        int[][] table = new int[2][];
        table[0] = row;
        table[1] = row;
        double s = x;
        s *= s * table[0][1];
        row[1] = 7;
        s *= s * table[1][1];
        table[1][1] = 3;
        return s * s * row[1];
    }

    [Differentiable]
    [At(0.7, new double[] { 1.0, 2.0, 3.0 }, Allocates = true)]
    public static double RowsOfAConstantParameter(double x, [NoDiff] double[] row)
    {
        double[][] table = [row, row];
        double s = x;
        s *= s * table[0][1];
        row[1] = 7.0;
        s *= s * table[1][1];
        return s * row[1];
    }

    [Differentiable]
    [At(0.7, Allocates = true)]
    public static double KeptInAList(double x)
    {
        int[] row = [1, 2, 3];
        List<int[]> list = [row];
        int[][] table = [row, [4, 5]];
        List<int[][]> tables = [table];
        double s = x;
        s *= s * list[0][1];
        row[1] = 7;
        s *= s + tables[0][0][1];
        row[1] = 5;
        return s * s * list[0][1] * tables[0][0][1];
    }

    // What is read before it becomes a row needs no step back: rows are stored, no numbers.
    [Differentiable]
    [At(0.7, 3, Allocates = true)]
    public static double ReadBeforeItIsARow(double x, int n)
    {
        int[] row = new int[n];
        for (int i = 0; i < n; i++)
        {
            row[i] = i + 1;
        }

        double s = x;
        for (int i = 0; i < n; i++)
        {
            s *= x * row[i];
        }

        int[][] table = new int[2][];
        table[0] = row;
        table[1] = row;
        for (int i = 0; i < n; i++)
        {
            s *= x + table[1][i];
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 4, Allocates = true)]
    public static double TriangleMadeInALoop(double x, int n)
    {
        int[][] table = new int[n][];
        for (int i = 0; i < n; i++)
        {
            int[] row = new int[i + 1];
            for (int j = 0; j <= i; j++)
            {
                row[j] = (i * j) + 1;
            }

            table[i] = row;
        }

        double s = x;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                s = (Math.Cos(s) * table[i][j]) + x;
            }
        }

        return s;
    }

    [Differentiable]
    [At(new double[] { 0.3, 0.4 }, Allocates = true)]
    public static double ConstantArrayWrittenAsARow(double[] x)
    {
        double[] row = [1.0, 2.0];
        double[][] table = [row, x];
        table[0][0] = x[1];
        return table[0][0] * table[1][0] * x[1] * row[0];
    }

    // The caller's array gets what is stored there, on the tape too.
    [Differentiable]
    [At(new double[] { 0.3, 0.4 }, new double[] { 1.1, 1.3 }, Allocates = true)]
    public static double ConstantParameterAmongRows(double[] x, [NoDiff] double[] c)
    {
        double[][] table = [x, c];
        c[0] = 5.0;
        double s = 0.0;
        foreach (double[] row in table)
        {
            s += row[0] * row[1] * x[0];
        }

        return s * c[0];
    }

    [Differentiable]
    [At(new double[] { 0.3, 0.4 }, new double[] { 1.1, 1.3 }, 1)]
    [At(new double[] { 0.3, 0.4 }, new double[] { 1.1, 1.3 }, 0)]
    public static double ConstantParameterChosen(double[] x, [NoDiff] double[] c, int n)
    {
        double[] chosen = n > 0 ? x : c;
        c[1] = 2.0;
        return chosen[0] * chosen[1] * x[0] * c[1];
    }

    [Differentiable]
    [At(0.7, new int[] { 1, 2, 3 }, Allocates = true)]
    public static double RowsInARecursion(double x, int[] row) => Recursive(x, row, 2) * row[1];

    private static double Recursive(double x, int[] row, int depth)
    {
        int[][] table = [row, row];
        double s = x * table[0][1];
        table[1][1] += 3;
        return depth > 0 ? s * s * Recursive(x, row, depth - 1) : s * s;
    }
}
