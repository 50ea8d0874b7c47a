using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>The two halves of a method's derivative as methods of their own, and the method on the tape.</summary>
internal sealed record PairBody(PairTarget Target, MethodSignature Signature, PairHalves? Halves, TapeBody? Tape);

/// <summary>The statements of <c>Forward</c> and <c>Reverse</c>, which share the scratch stack.</summary>
internal sealed record PairHalves(EquatableArray<IrStatement> Forward, EquatableArray<IrStatement> Reverse, EquatableArray<IrLocal?> Shadows, IrLocal? Upstream);

/// <summary>Writes the pairs that a method needs, in a nested class behind its members.</summary>
internal sealed class PairEmitter(CodeWriter writer, string qualifiedName)
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
                if (pair.Halves is { } halves)
                {
                    Separate(ref isFirst);
                    EmitForward(pair, halves);
                    writer.WriteLine();
                    EmitReverse(pair, halves);
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

    private void EmitForward(PairBody pair, PairHalves halves)
    {
        NameAllocator names = new();
        List<string> parameters = [.. pair.Signature.Parameters.Select(p => Given(names, p.Local, p.Local.Name, ""))];
        parameters.Add($"{Scope} {names.Records}");
        EmitMethod($"public static {pair.Signature.ReturnType.Text} {NameOf(pair)}Forward", parameters, names, halves.Forward);
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
        EmitMethod($"public static void {NameOf(pair)}Reverse", parameters, names, halves.Reverse);
    }

    private void EmitTape(PairBody pair, TapeBody tape)
    {
        NameAllocator names = new();
        List<string> parameters = [.. tape.Parameters.Select(p => Given(names, p, p.Name, ""))];
        EmitMethod($"public static {tape.ReturnType.Text} {NameOf(pair)}", parameters, names, tape.Statements);
    }

    private void EmitMethod(string head, IEnumerable<string> parameters, NameAllocator names, EquatableArray<IrStatement> statements)
    {
        writer.WriteLine($"{head}({string.Join(", ", parameters)})");
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

    private static string NameOf(PairBody pair) => pair.Target.Name.Split('.')[1];
}
