using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>The two halves of a method's derivative as methods of their own, and the method on the tape.</summary>
internal sealed record PairBody(PairTarget Target, MethodSignature Signature, PairHalves? Halves, TapeBody? Tape)
{
    /// <summary>The method itself with the pair's parameters, where somebody calls it so.</summary>
    public EquatableArray<IrStatement>? Value { get; init; }

    /// <summary>The second half is a hand-written rule, and so is the derivative on the tape.</summary>
    public bool IsRule { get; init; }

    /// <summary>The overload on the tape calls it.</summary>
    public bool IsOnTape { get; init; }
}

/// <summary>The statements of <c>Forward</c> and <c>Reverse</c>, which share the scratch stack.</summary>
internal sealed record PairHalves(EquatableArray<IrStatement> Forward, EquatableArray<IrStatement> Reverse, EquatableArray<IrLocal?> Shadows, IrLocal? Upstream);

/// <summary>Writes the pairs that a method needs, in a nested class behind its members.</summary>
internal sealed class PairEmitter(CodeWriter writer, MethodSignature method, string qualifiedName)
{
    private const string Scope = "global::Micrograd.ScratchScope";

    public void Emit(EquatableArray<PairBody> pairs)
    {
        string className = pairs[0].Target.Name.Split('.')[0];
        writer.WriteLine();
        writer.WriteLine(MemberDeclaration.GeneratedCode);
        writer.WriteLine($"private static class {className}");
        using (writer.Block())
        {
            bool isFirst = true;
            foreach (PairBody pair in pairs)
            {
                if (pair.Value is { } value)
                {
                    Separate(ref isFirst);
                    EmitValue(pair, value);
                }

                if (pair.Halves is { } halves)
                {
                    Separate(ref isFirst);
                    EmitForward(pair, halves);
                    writer.WriteLine();
                    EmitReverse(pair, halves);
                }

                if (pair is { IsRule: true, IsOnTape: true })
                {
                    Separate(ref isFirst);
                    new RuleTapeEmitter(writer, pair, qualifiedName).Emit();
                }

                if (pair.Tape is { } tape)
                {
                    Separate(ref isFirst);
                    EmitTape(pair, tape);
                }
            }
        }
    }

    private void Separate(ref bool isFirst)
    {
        if (!isFirst)
        {
            writer.WriteLine();
        }

        isFirst = false;
    }

    private void EmitValue(PairBody pair, EquatableArray<IrStatement> statements)
    {
        NameAllocator names = new();
        List<string> parameters = [.. pair.Signature.Parameters.Select(p => Given(names, p.Local, p.Local.Name, ""))];
        EmitMethod($"public static {pair.Signature.ReturnType.Text} {NameOf(pair)}Value{TypeParameters}", parameters, names, statements, method.Constraints);
    }

    private void EmitForward(PairBody pair, PairHalves halves)
    {
        NameAllocator names = new();
        List<string> parameters = [.. pair.Signature.Parameters.Select(p => Given(names, p.Local, p.Local.Name, ""))];
        parameters.Add($"{Scope} {names.Records}");
        EmitMethod($"public static {pair.Signature.ReturnType.Text} {NameOf(pair)}Forward{TypeParameters}", parameters, names, halves.Forward, method.Constraints);
    }

    private void EmitReverse(PairBody pair, PairHalves halves)
    {
        NameAllocator names = new();
        DerivativeNames derivatives = new(pair.Signature);
        List<string> parameters = [.. pair.Signature.Parameters.Select(p => Given(names, p.Local, p.Local.Name, ""))];
        if (halves.Upstream is { } upstream)
        {
            parameters.Add(Given(names, upstream, derivatives.Upstream, ""));
        }

        for (int i = 0; i < halves.Shadows.Count; i++)
        {
            if (halves.Shadows[i] is { } shadow)
            {
                parameters.Add(Given(names, shadow, derivatives.Shadow(i)!, shadow.Type.IsView ? "" : "ref "));
            }
        }

        parameters.Add($"{Scope} {names.Records}");
        EmitMethod($"public static void {NameOf(pair)}Reverse{TypeParameters}", parameters, names, halves.Reverse, method.Constraints);
    }

    private void EmitTape(PairBody pair, TapeBody tape)
    {
        NameAllocator names = new();
        List<string> parameters = [.. tape.Parameters.Select(p => Given(names, p, p.Name, ""))];
        EmitMethod($"public static {tape.ReturnType.Text} {NameOf(pair)}", parameters, names, tape.Statements, default);
    }

    private void EmitMethod(string head, IEnumerable<string> parameters, NameAllocator names, EquatableArray<IrStatement> statements, EquatableArray<string> constraints)
    {
        writer.WriteLine($"{head}({string.Join(", ", parameters)})");
        using (writer.Indent())
        {
            foreach (string constraint in constraints)
            {
                writer.WriteLine(constraint);
            }
        }

        using (writer.Block())
        {
            if (statements.AllStatements().Any(static s => s is TakeStatement { Stack: ScratchStack.Arrays }))
            {
                writer.WriteLine($"using {Scope} {names.Arrays} = global::Micrograd.ScratchMemory.EnterArrays(\"{qualifiedName}\");");
                writer.WriteLine();
            }

            names.Allocate(statements);
            new StatementEmitter(writer, names).EmitAll(statements);
        }
    }

    private static string Given(NameAllocator names, IrLocal local, string name, string modifier)
    {
        names.Reserve(local, Identifier.Escape(name));
        return $"{modifier}{local.Type.Text} {Identifier.Escape(name)}";
    }

    private string TypeParameters => method.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", method.TypeParameters)}>";

    private static string NameOf(PairBody pair) => pair.Target.Name.Split('.')[1];
}
