using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Reopens the types around a method: <c>partial class Model { … }</c>, one in another.</summary>
internal static class TypeReopening
{
    public static void Emit(CodeWriter writer, MethodSignature method, Action members) => Emit(writer, method.ContainingTypes, 0, members);

    public static void Emit(CodeWriter writer, EquatableArray<TypeDeclaration> types, Action members) => Emit(writer, types, 0, members);

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
