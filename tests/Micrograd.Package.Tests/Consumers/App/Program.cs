using System;
using System.Globalization;
using System.Linq;

namespace Consumer;

/// <summary>Prints a line for every situation: its name, the value, the derivatives, each number so that it can be read back bit by bit.</summary>
internal static class Program
{
    public static void Print(string name, params ReadOnlySpan<double> numbers) =>
        Console.WriteLine(name + ": " + string.Join(' ', numbers.ToArray().Select(static n => n.ToString("R", CultureInfo.InvariantCulture))));

    private static void Main()
    {
        Scalars.Run();
        Shapes.Run();
        Control.Run();
        Trained.Run();
        Imported.Run();
        Hostile.Names.Run();
#if !LANGUAGE13
        CSharp14.Run();
#endif
    }
}
