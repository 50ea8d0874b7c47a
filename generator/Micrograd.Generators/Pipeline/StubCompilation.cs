using System.Runtime.CompilerServices;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// The user's compilation plus one tree that declares the members which the generator is about to add, so that bodies which
/// call them bind with their right types. Made at most once per compilation, and only if a body needs it.
/// </summary>
internal static class StubCompilation
{
    // The index is a function of the compilation, so the compilation alone is the key.
    private static readonly ConditionalWeakTable<Compilation, Compilation> Made = new();
    private static readonly object Gate = new();

    public static Compilation For(Compilation compilation, SignatureIndex index, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (!Made.TryGetValue(compilation, out Compilation? stubs))
            {
                cancellationToken.ThrowIfCancellationRequested();
                CSharpParseOptions options = (CSharpParseOptions)compilation.SyntaxTrees.First().Options;
                stubs = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Declarations(index), options, cancellationToken: cancellationToken));
                Made.Add(compilation, stubs);
            }

            return stubs;
        }
    }

    /// <summary>The text of the tree: every generated member, without a body.</summary>
    public static string Declarations(SignatureIndex index)
    {
        CodeWriter writer = new();
        foreach (StateSignature state in index.Methods.Select(static m => m.State).OfType<StateSignature>().Distinct())
        {
            StateFileEmitter.EmitDeclarations(writer, state);
        }

        foreach (MethodSignature method in index.Methods.Select(index.WithTapeOverloadDecided))
        {
            Declare(writer, method);
        }

        return writer.ToString();
    }

    private static void Declare(CodeWriter writer, MethodSignature method) => TypeReopening.Emit(writer, method.Home, () =>
    {
        foreach (MemberSignature member in MemberSignature.All(method))
        {
            writer.WriteLine(MemberDeclaration.GeneratedCode);
            MemberDeclaration.Emit(writer, method, member);
            writer.WriteLine("    => throw null!;");
        }
    });
}
