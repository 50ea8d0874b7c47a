using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <content>Members of <c>this</c>, where the body of an instance method was put in place of a call.</content>
internal sealed partial class OpaqueText
{
    // `this` of a method whose body was put in place of a call is a variable here.
    private bool TryReceiver(ThisExpressionSyntax self)
    {
        if (_scope.Receiver is not { } receiver)
        {
            return false;
        }

        AppendHole(self, () => Whole(self, receiver));
        return true;
    }

    private bool TryReceiverMember(SimpleNameSyntax name)
    {
        if (_scope.Receiver is not { } receiver || _model.GetSymbolInfo(name, _scope.CancellationToken).Symbol is not { IsStatic: false } symbol
            || symbol is not (IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } or IEventSymbol)
            || name.Parent is NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax
            || name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } initializer && initializer.Left == name)
        {
            return false;
        }

        if (receiver is StructExpression)
        {
            AppendHole(name, () => Whole(name, _model.GetOperation(name, _scope.CancellationToken) is { } member ? _expressions.Lower(member) : receiver));
            return true;
        }

        RequireAccess(name, symbol);
        AppendHole(name, () => receiver);
        AppendText(".");
        WriteSimpleName(name);
        return true;
    }
}
