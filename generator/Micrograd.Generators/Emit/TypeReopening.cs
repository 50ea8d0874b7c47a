using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Reopens the types around a method: <c>partial class Model { … }</c>, one in another.</summary>
internal static class TypeReopening
{
    public static void Emit(CodeWriter writer, MethodSignature method, Action members) => Emit(writer, method, 0, members);

    private static void Emit(CodeWriter writer, MethodSignature method, int depth, Action members)
    {
        if (depth == method.ContainingTypes.Count)
        {
            members();
            return;
        }

        TypeDeclaration type = method.ContainingTypes[depth];
        string parameters = type.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", type.TypeParameters)}>";
        writer.WriteLine($"partial {type.Keyword} {Identifier.Escape(type.Name)}{parameters}");
        using (writer.Block())
        {
            Emit(writer, method, depth + 1, members);
        }
    }
}
