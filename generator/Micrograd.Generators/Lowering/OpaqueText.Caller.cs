using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>What the compiler tells a method about the place it is called from: that is the user's line, not the generated one.</content>
internal sealed partial class OpaqueText
{
    private void WriteCallerInformation(SyntaxNode node, SyntaxToken next)
    {
        if (node is not ArgumentListSyntax { Parent: InvocationExpressionSyntax call } || !next.IsKind(SyntaxKind.CloseParenToken)
            || _model.GetOperation(call, _scope.CancellationToken) is not IInvocationOperation operation)
        {
            return;
        }

        bool isFirst = operation.Arguments.All(static a => a.IsImplicit);
        foreach (IArgumentOperation argument in operation.Arguments.Where(a => a.ArgumentKind == ArgumentKind.DefaultValue && a.Value.ConstantValue.HasValue && a.Value.Type is not null && DependsOnPlace(a.Parameter!, operation)))
        {
            AppendText($"{(isFirst ? "" : ", ")}{argument.Parameter!.Name}: {((ConstantExpression)ConstantLowering.Create(argument.Value.ConstantValue.Value, argument.Value.Type!)).Literal}");
            isFirst = false;
        }
    }

    private bool DependsOnPlace(IParameterSymbol parameter, IInvocationOperation call) => parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name switch
    {
        "CallerMemberNameAttribute" => true,
        "CallerArgumentExpressionAttribute" => call.Arguments.Any(a => a.Parameter!.Name == attribute.ConstructorArguments[0].Value as string && !IsWrittenAlike(a.Value)),
        _ => false,
    });

    // The parameters of the marked method keep their names, as what they are asked for does.
    private bool IsWrittenAlike(IOperation value) => value switch
    {
        IConversionOperation { IsImplicit: true } conversion => IsWrittenAlike(conversion.Operand),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter.ContainingSymbol, _scope.Method) && TypeMapping.Map(parameter.Type) is not StructType,
        IPropertyReferenceOperation { Instance: IParameterReferenceOperation instance, Property.Name: "Length" } => IsWrittenAlike(instance),
        _ => false,
    };
}
