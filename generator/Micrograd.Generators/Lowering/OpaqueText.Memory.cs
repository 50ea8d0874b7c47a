using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <content><c>Memory</c>, which lowering knows as a span.</content>
internal sealed partial class OpaqueText
{
    // The span beside the name says what the text reads, and may write.
    private bool WriteMemory(SimpleNameSyntax name, ISymbol symbol, IrExpression span)
    {
        if (!MemoryViews.IsFollowed(symbol, span))
        {
            return false;
        }

        if (!MemoryViews.CanBeNamed(symbol, _scope))
        {
            _scope.Report(LanguageDiagnostics.TypeNotSupported, name, span.Type.Text.Replace("global::", "").Replace("Span", "Memory"));
        }

        Space(name);
        AppendText(Identifier.Escape(symbol.Name));
        _operands.Value(() => span);
        _count++;
        return true;
    }
}
