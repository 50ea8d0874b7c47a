using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using CsCheck;
using Micrograd.Fuzz.Programs;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Micrograd.Fuzz.Edits;

/// <summary>Something the generator must not do, in a text that an edit left behind.</summary>
internal sealed record EditFailure(string Source, string Seed, string Kind, string Message, string Text);

/// <summary>Edits of one seed, each given to the generator as an editor would: on top of a run that is already there.</summary>
internal sealed class EditRun(ulong seed, Action<string>? progress = null)
{
    // An editor gives up a run with every keystroke; a busy machine may take its time to notice.
    private static readonly TimeSpan CancellationLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentBag<EditFailure> _failures = [];
    private readonly ConcurrentDictionary<EditKind, int> _tried = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _done;
    private int _cancelled;
    private int _broken;
    private int _refused;

    public IReadOnlyCollection<EditFailure> Failures => _failures;

    public IReadOnlyDictionary<EditKind, int> Tried => _tried;

    /// <summary>Runs that ended by cancellation.</summary>
    public int Cancelled => _cancelled;

    /// <summary>Texts that do not compile, with or without the generator.</summary>
    public int Broken => _broken;

    /// <summary>Texts that end the compiler itself, which the generator was not asked about.</summary>
    public int Refused => _refused;

    public void Run(int from, int count, int jobs) => Parallel.For(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = jobs }, index =>
    {
        Try(index);
        int done = Interlocked.Increment(ref _done);
        if (done % 500 == 0)
        {
            progress?.Invoke($"{done:N0} of {count:N0} edits, {_failures.Count:N0} failed, {done / _watch.Elapsed.TotalSeconds:N1} a second");
        }
    });

    private void Try(int index)
    {
        Draw draw = new(new PCG((uint)index, seed));
        EditedSource source = draw.From(EditedSource.All);
        Edit edit = Edit.Of(source, draw);
        void Fail(string kind, string message)
        {
            _failures.Add(new EditFailure(source.Name, $"{seed}/{index}", kind, message, edit.Text));
            progress?.Invoke($"{seed}/{index}: {kind}: {message}");
        }

        _tried.AddOrUpdate(edit.Kind, 1, static (_, n) => n + 1);

        SyntaxTree tree = ProbeCompilation.Parse(edit.Text, source.Name);
        CSharpCompilation input = source.Compilation.ReplaceSyntaxTree(source.Tree, tree);
        if (BreaksCompiler(input, tree))
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        if (draw.Chance(10))
        {
            Cancel(source.Driver, input, draw.Below(30), Fail);
        }

        GeneratorDriver driver = source.Driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorDriverRunResult run = driver.GetRunResult();
        foreach (Exception exception in run.Results.Select(static r => r.Exception).OfType<Exception>())
        {
            Fail("exception", exception.ToString());
        }

        foreach (Diagnostic diagnostic in diagnostics.Where(static d => d.Id.StartsWith("MGRAD90", StringComparison.Ordinal)))
        {
            Fail(diagnostic.Id, diagnostic.ToString());
        }

        Compare(tree, input, output, run.GeneratedTrees, Fail);
    }

    // Texts that end the compiler itself, without any generator: Roslyn 5.0 does so for some unfinished extension blocks.
    private static bool BreaksCompiler(CSharpCompilation input, SyntaxTree tree)
    {
        try
        {
            _ = Errors(input, tree).Count();
            return false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return true;
        }
    }

    private void Cancel(GeneratorDriver driver, CSharpCompilation input, int milliseconds, Action<string, string> fail)
    {
        using CancellationTokenSource cancellation = new(milliseconds);
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            GeneratorDriverRunResult run = driver.RunGenerators(input, cancellation.Token).GetRunResult();
            foreach (Exception exception in run.Results.Select(static r => r.Exception).OfType<Exception>())
            {
                fail("exception under cancellation", exception.ToString());
            }
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
        }

        if (watch.Elapsed > CancellationLimit + TimeSpan.FromMilliseconds(milliseconds))
        {
            fail("cancellation", $"the run ended {watch.Elapsed} after it began");
        }
    }

    // The user's own errors stay the user's: none is new with the generator, and generated files have none.
    private void Compare(SyntaxTree tree, CSharpCompilation input, Compilation output, ImmutableArray<SyntaxTree> generated, Action<string, string> fail)
    {
        TextSpan[] own = [.. Errors(input, tree).Select(static d => d.Location.SourceSpan)];
        if (own.Length > 0)
        {
            Interlocked.Increment(ref _broken);
        }

        // Where a statement is wrong already, another overload may change what is said of it.
        foreach (Diagnostic error in Errors(output, tree).Where(e => !own.Any(Around(tree, e).Contains)))
        {
            fail($"{error.Id} in the user's file", error.ToString());
        }

        foreach (Diagnostic error in generated.SelectMany(g => Errors(output, g)).Take(1))
        {
            string line = error.Location.SourceTree!.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
            fail($"{error.Id} in a generated file", $"{error}\n    {line}");
        }
    }

    private static TextSpan Around(SyntaxTree tree, Diagnostic error)
    {
        SyntaxNode node = tree.GetRoot().FindNode(error.Location.SourceSpan);
        return node.FirstAncestorOrSelf<SyntaxNode>(static n => n is StatementSyntax or ArrowExpressionClauseSyntax or MemberDeclarationSyntax)?.FullSpan ?? node.FullSpan;
    }

    private static IEnumerable<Diagnostic> Errors(Compilation compilation, SyntaxTree tree) =>
        compilation.GetSemanticModel(tree).GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error);
}
