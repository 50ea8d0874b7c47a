using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Discovery;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// Binds the body of a marked method and lowers it. A body that names a generated member, or does not bind, is bound against
/// the generated declarations (<see cref="StubCompilation"/>); an invalid operation is never repaired by hand.
/// </summary>
internal static class MethodBinder
{
    public static BoundMethod Bind(DiscoveredMethod discovered, BindIndex index, CancellationToken cancellationToken)
    {
        if (discovered.Signature is null)
        {
            return new(discovered.Method.Name, discovered.NameLocation, null, discovered.Diagnostics, []);
        }

        MethodSignature signature = index.Signatures.WithPairDecided(index.Signatures.WithTapeOverloadDecided(discovered.Signature));
        if (index.Signatures.Collision(signature) is MemberSignature taken)
        {
            Diagnostic collision = Diagnostic.Create(UsageDiagnostics.GeneratedSignatureTaken, discovered.NameLocation, taken.Name, signature.Name);
            return new(discovered.Method.Name, discovered.NameLocation, null, [collision], []);
        }

        try
        {
            return Lower(discovered, signature, index, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Diagnostic report = Diagnostic.Create(InternalDiagnostics.StageFailed, discovered.NameLocation, signature.Name, Failure.Describe(failure));
            MethodModel model = new(signature, BodyState.Unsupported, null);
            return new(discovered.Method.Name, discovered.NameLocation, model, [report], []);
        }
    }

    private static BoundMethod Lower(DiscoveredMethod discovered, MethodSignature signature, BindIndex index, CancellationToken cancellationToken)
    {
        HashSet<string> used = [];
        LoweringResult lowered = NamesGeneratedMember(discovered.Method, index.Signatures, cancellationToken)
            ? LowerWithStubs(discovered, signature, index, used, cancellationToken)
            : MethodLowerer.Lower(new(discovered.Method, discovered.Compilation, signature, cancellationToken) { FindRule = DerivativeRuleLookup.In(discovered.Compilation, index.Rules, used) });

        // The body, or that of a method it calls, does not bind or has something that lowering refuses: see it once more with the
        // generated members declared, so that what they bring in is not taken for an error.
        if (lowered.Body is null)
        {
            lowered = LowerWithStubs(discovered, signature, index, used, cancellationToken);
        }

        MethodModel model = lowered.Body is { } body
            ? new(signature, BodyState.Lowered, StructRecombination.WithFieldsAsParameters(new MethodIr(signature, body) { NextLocalId = lowered.NextLocalId, Structs = lowered.Structs, ChecksOverflow = lowered.ChecksOverflow, Pairs = lowered.Pairs }))
            : new(signature, lowered.Diagnostics.IsEmpty ? BodyState.DoesNotBind : BodyState.Unsupported, null);
        return new(discovered.Method.Name, discovered.NameLocation, model, discovered.Diagnostics.AddRange(lowered.Diagnostics), lowered.Sites) { UsedRules = used.OrderBy(static id => id, StringComparer.Ordinal).ToEquatableArray() };
    }

    private static LoweringResult LowerWithStubs(DiscoveredMethod discovered, MethodSignature signature, BindIndex index, HashSet<string> used, CancellationToken cancellationToken)
    {
        Compilation stubs = StubCompilation.For(discovered.Compilation, index.Signatures, cancellationToken);
        SyntaxNode declaration = discovered.Method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);

        // The trees are the same objects in both compilations; the symbols are not.
        return stubs.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is IMethodSymbol method
            ? MethodLowerer.Lower(new(method, stubs, signature, cancellationToken) { FindRule = DerivativeRuleLookup.In(stubs, index.Rules, used) })
            : new(null, 0, [], []);
    }

    private static bool NamesGeneratedMember(IMethodSymbol method, SignatureIndex signatures, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences
            .SelectMany(reference => reference.GetSyntax(cancellationToken).DescendantNodes())
            .OfType<SimpleNameSyntax>()
            .Any(name => signatures.IsGeneratedName(name.Identifier.ValueText));
}
