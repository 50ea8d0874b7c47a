namespace Micrograd.Samples.Lecture;

/// <summary>Walks through the micrograd lecture, chapter by chapter, on the tape and with generated gradients.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length > 1 || (arguments.Length == 1 && arguments[0].StartsWith('-')))
        {
            Console.Error.WriteLine("lecture: the only argument is the directory that neuron.dot is written to");
            return 2;
        }

        try
        {
            Run(Console.Out, arguments.Length == 1 ? arguments[0] : ".");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Console.Error.WriteLine("lecture: " + exception.Message.ReplaceLineEndings(" "));
            return 2;
        }
    }

    /// <summary>Prints every chapter.</summary>
    /// <param name="output">Receives the numbers.</param>
    /// <param name="directory">Where the neuron's graph is written.</param>
    internal static void Run(TextWriter output, string directory)
    {
        Directory.CreateDirectory(directory);
        DerivativeChapter.Write(output);
        ExpressionChapter.Write(output);
        NeuronChapter.Write(output, Path.Combine(directory, "neuron.dot"));
        NetworkChapter.Write(output);
    }
}
