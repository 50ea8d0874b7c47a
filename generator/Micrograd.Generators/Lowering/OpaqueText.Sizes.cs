using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <content><c>sizeof</c>: of most types only unsafe code may say it, and generated code is not.</content>
internal sealed partial class OpaqueText
{
    private bool WriteSize(SizeOfExpressionSyntax size)
    {
        Space(size);
        if (_model.GetTypeInfo(size.Type, _scope.CancellationToken).Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
        {
            AppendText("global::System.IntPtr.Size");
            return true;
        }

        AppendText("global::System.Runtime.CompilerServices.Unsafe.SizeOf<");
        _previous = size.OpenParenToken;
        Write(size.Type);
        AppendText(">()");
        return true;
    }
}
