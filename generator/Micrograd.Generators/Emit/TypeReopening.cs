using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Reopens the types around generated members: <c>partial class Model { … }</c>, one in another.</summary>
internal static class TypeReopening
{
    /// <summary>In a file that holds nothing else.</summary>
    public static void EmitFile(CodeWriter writer, ReopenedType type, Action members)
    {
        if (type.Namespace is not null)
        {
            writer.WriteLine($"namespace {type.Namespace};");
            writer.WriteLine();
        }

        Emit(writer, type.Types, 0, members);
    }

    /// <summary>In a file with other namespaces.</summary>
    public static void Emit(CodeWriter writer, ReopenedType type, Action members)
    {
        if (type.Namespace is null)
        {
            Emit(writer, type.Types, 0, members);
            return;
        }

        writer.WriteLine($"namespace {type.Namespace}");
        using (writer.Block())
        {
            Emit(writer, type.Types, 0, members);
        }
    }

    private static void Emit(CodeWriter writer, EquatableArray<TypeDeclaration> types, int depth, Action members)
    {
        if (depth == types.Count)
        {
            members();
            return;
        }

        TypeDeclaration type = types[depth];
        string parameters = type.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", type.TypeParameters)}>";
        writer.WriteLine($"partial {type.Keyword} {Identifier.Escape(type.Name)}{parameters}");
        using (writer.Block())
        {
            Emit(writer, types, depth + 1, members);
        }
    }
}
