using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Runs constructors of structs on the locals that stand for the fields: initialisers first, then the body.</summary>
internal sealed class ConstructorLowerer(LoweringScope scope, ExpressionLowerer expressions, InlineLowerer inliner)
{
    public IrExpression Create(IObjectCreationOperation creation)
    {
        StructType type = (StructType)TypeMapping.Map(creation.Type);
        if (creation.Constructor is not { } constructor || (constructor is { IsImplicitlyDeclared: true, Parameters.Length: 0 }))
        {
            return StructValues.Zero(type);
        }

        if (type.IsTuple || TypeMapping.IsNumerics(constructor.ContainingType))
        {
            return FromFrameworkConstructor(creation, constructor, type);
        }

        if (IsPositional(constructor))
        {
            IrExpression[] arguments = expressions.OrderedArguments(creation.Arguments);
            return new StructExpression(type, [.. type.Fields.Select((f, i) => f.IsConstant ? scope.Declare(Identifier.Local(f.Name), f.Type, arguments[i], isConstant: true) : arguments[i])]);
        }

        IrExpression made = scope.Declare(Identifier.Local(constructor.ContainingType.Name), type, StructValues.Zero(type));
        return Run(creation, constructor, creation.Arguments, (StructExpression)made);
    }

    /// <summary>Runs a constructor on fields that are there already, as <c>: this(…)</c> does.</summary>
    public IrExpression Run(IOperation operation, IMethodSymbol constructor, ImmutableArray<IArgumentOperation> arguments, StructExpression target)
    {
        if (constructor is { IsImplicitlyDeclared: true, Parameters.Length: 0 })
        {
            return expressions.Store(target, StructValues.Zero(target.Type), isUsed: true);
        }

        if (!constructor.IsWrittenIn(scope.Compilation))
        {
            return expressions.Refuse(operation, LanguageDiagnostics.CallNotSupported, constructor.ContainingType.Name, "a constructor without source");
        }

        SyntaxNode syntax = constructor.DeclaringSyntaxReferences[0].GetSyntax(scope.CancellationToken);
        if (syntax is TypeDeclarationSyntax)
        {
            return RunPrimary(constructor, arguments, target);
        }

        IConstructorBodyOperation? body = scope.Compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, scope.CancellationToken) as IConstructorBodyOperation;
        if (body?.Initializer is not null)
        {
            // The arguments of `: this(…)` name the parameters, so both are put in place together.
            inliner.Lower(InlineCall.Of(operation, constructor, arguments) with { Receiver = () => target, First = () => RunInitializer(body.Initializer) });
            return target;
        }

        inliner.InBody(constructor, target, () => RunFieldInitializers(constructor.ContainingType, target));
        inliner.Lower(InlineCall.Of(operation, constructor, arguments) with { Receiver = () => target });
        return target;
    }

    private IrExpression FromFrameworkConstructor(IObjectCreationOperation creation, IMethodSymbol constructor, StructType type) =>
        type.IsTuple && creation.Arguments.Length == type.Fields.Count
            ? new StructExpression(type, [.. expressions.OrderedArguments(creation.Arguments)])
            : NumericsCalls.IsKnown(constructor)
                ? NumericsCalls.Lower(scope, constructor, expressions.OrderedArguments(creation.Arguments), type)
                : expressions.Refuse(creation, LanguageDiagnostics.CallNotSupported, constructor.ContainingType.Name, "a constructor without source or rule");

    // record struct P(double X, double Y): the constructor does nothing but store its parameters.
    private static bool IsPositional(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord && constructor.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is TypeDeclarationSyntax
        && constructor.ContainingType.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic).ToArray() is var fields
        && fields.Length == constructor.Parameters.Length
        && fields.Select((f, i) => f.AssociatedSymbol is IPropertySymbol p && p.Name == constructor.Parameters[i].Name && IsParameter(p)).All(static b => b);

    private static bool IsParameter(IPropertySymbol property) => property.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is ParameterSyntax;

    private void RunInitializer(IOperation initializer)
    {
        IOperation call = initializer is IExpressionStatementOperation statement ? statement.Operation : initializer;
        expressions.Lower(call);
    }

    private IrExpression RunPrimary(IMethodSymbol constructor, ImmutableArray<IArgumentOperation> arguments, StructExpression target)
    {
        IrExpression[] values = expressions.OrderedArguments(arguments);
        for (int i = 0; i < values.Length; i++)
        {
            IParameterSymbol parameter = constructor.OriginalDefinition.Parameters[i];
            IrExpression given = scope.Declare(parameter.Name, values[i].Type, values[i]);
            scope.SetPlace(parameter, given);
            if (constructor.ContainingType.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property && IsParameter(property))
            {
                expressions.Store(target.Fields[StructShape.IndexOf(property)], given, isUsed: false);
            }

            if (StructShape.IndexOf(parameter) is >= 0 and var kept)
            {
                expressions.Store(target.Fields[kept], given, isUsed: false);
            }
        }

        inliner.InBody(constructor, target, () => RunFieldInitializers(constructor.ContainingType, target));
        return target;
    }

    private void RunFieldInitializers(INamedTypeSymbol type, StructExpression target)
    {
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic))
        {
            EqualsValueClauseSyntax? clause = (field.AssociatedSymbol ?? field).DeclaringSyntaxReferences.Select(r => r.GetSyntax(scope.CancellationToken)).Select(static s => s switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            }).FirstOrDefault(static c => c is not null);
            if (clause is not null && scope.Compilation.GetSemanticModel(clause.SyntaxTree).GetOperation(clause, scope.CancellationToken) is ISymbolInitializerOperation initializer)
            {
                expressions.Store(target.Fields[StructShape.IndexOf(field)], expressions.Lower(initializer.Value), isUsed: false);
            }
        }
    }
}
