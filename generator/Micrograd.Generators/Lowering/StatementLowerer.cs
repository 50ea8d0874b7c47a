using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Lowers statements. A new construct is one method and one line in <see cref="Table"/>.</summary>
internal sealed partial class StatementLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    /// <summary>Where a return of a struct puts its fields; null where a return takes its value along.</summary>
    public StructExpression? StructResult { get; set; }

    public static IReadOnlyDictionary<OperationKind, Action<StatementLowerer, IOperation>> Table { get; } =
        new Dictionary<OperationKind, Action<StatementLowerer, IOperation>>
        {
            [OperationKind.Block] = static (l, o) => l.LowerAll(((IBlockOperation)o).Operations),
            [OperationKind.Empty] = static (_, _) => { },
            [OperationKind.ExpressionStatement] = static (l, o) => l.LowerExpression(((IExpressionStatementOperation)o).Operation),
            [OperationKind.VariableDeclarationGroup] = static (l, o) => l.LowerDeclarations((IVariableDeclarationGroupOperation)o),
            [OperationKind.Conditional] = static (l, o) => l.LowerIf((IConditionalOperation)o),
            [OperationKind.Loop] = static (l, o) => l.LowerLoop((ILoopOperation)o),
            [OperationKind.Branch] = static (l, o) => l.LowerBranch((IBranchOperation)o),
            [OperationKind.Return] = static (l, o) => l.LowerReturn((IReturnOperation)o),
            [OperationKind.Throw] = static (l, o) => l.LowerThrow((IThrowOperation)o),
            [OperationKind.Switch] = static (l, o) => l.LowerSwitch((ISwitchOperation)o),
            [OperationKind.Try] = static (l, o) => l.LowerTry((ITryOperation)o),
            [OperationKind.Using] = static (l, o) => l.LowerUsing((IUsingOperation)o),
            [OperationKind.Lock] = static (l, o) => l.LowerLock((ILockOperation)o),
            [OperationKind.Labeled] = static (l, o) => l.LowerLabeled((ILabeledOperation)o),
            [OperationKind.LocalFunction] = static (_, _) => { },
        };

    public void LowerAll(IEnumerable<IOperation> statements)
    {
        IOperation[] all = [.. statements];
        for (int i = 0; i < all.Length; i++)
        {
            if (LabelLeftTo(all, i) is { } label)
            {
                LowerLeaving(all, i, label);
                i = label - 1;
                continue;
            }

            if (all[i] is IUsingDeclarationOperation { IsAsynchronous: false } declaration)
            {
                LowerUsing(declaration, all.Skip(i + 1));
                return;
            }

            Lower(all[i]);
        }
    }

    public void Lower(IOperation statement)
    {
        scope.CancellationToken.ThrowIfCancellationRequested();
        (string? outer, SyntaxNode? outerPlace) = (scope.Source, scope.Place);
        if (statement is not IBlockOperation)
        {
            scope.Source = StatementText.Of(statement);
            scope.Place = (statement as IExpressionStatementOperation)?.Operation.Syntax ?? statement.Syntax;
        }

        if (Table.TryGetValue(statement.Kind, out Action<StatementLowerer, IOperation>? lower))
        {
            lower(this, statement);
        }
        else
        {
            LanguageFence.Report(scope, statement);
        }

        (scope.Source, scope.Place) = (outer, outerPlace);
    }

    /// <summary>The value of a return that ends its method.</summary>
    public IrExpression LowerValue(IReturnOperation @return)
    {
        string? outer = scope.Source;
        scope.Source = StatementText.Of(@return);
        IrExpression value = @return.ReturnedValue is { } returned ? Thrown(returned) ?? expressions.Lower(returned) : new ConstantExpression(IrType.Void, 0, "default");
        scope.Source = outer;
        return value;
    }

    // double F(double x) => throw …
    private IrExpression? Thrown(IOperation returned)
    {
        if (returned is not IConversionOperation { Operand: IThrowOperation thrown })
        {
            return null;
        }

        LowerThrow(thrown);
        IrType type = TypeMapping.Map(returned.Type);
        return type is ArrayType { Rank: 1 } ? scope.Empty(type) : type.IsView ? ConstantExpression.NoMemory(type) : StructValues.Zero(type);
    }

    private void LowerExpression(IOperation expression)
    {
        switch (expression)
        {
            case ISimpleAssignmentOperation assignment when expressions.TryAssignFunction(assignment):
                break;
            case ISimpleAssignmentOperation assignment:
                DropValue(expressions.LowerAssignment(assignment, isUsed: false), isComputed: assignment.Target is IDiscardOperation);
                break;
            case ICompoundAssignmentOperation compound:
                expressions.LowerCompound(compound, isUsed: false);
                break;
            case IIncrementOrDecrementOperation increment:
                expressions.LowerIncrement(increment, isUsed: false);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                expressions.LowerDeconstruction(deconstruction, isUsed: false);
                break;
            default:
                DropValue(expressions.Lower(expression), isComputed: true);
                break;
        }
    }

    // A call that is not understood was bound to a local to fix its order; without a use it stands for itself. What may throw stays.
    private void DropValue(IrExpression value, bool isComputed)
    {
        value = scope.Unbind(value);
        if (value is OpaqueExpression call)
        {
            // A property that is read for its effects is no statement of its own in C#.
            string statement = call.IsStatement ? call.Template : $"_ = {call.Template}";
            scope.Emit(new OpaqueStatement(statement + ";", call.Arguments) { Site = call.Site, ChangesState = call.ChangesState });
            return;
        }

        foreach (IrExpression part in value.Leaves().Where(v => isComputed && v.Type is not VoidType && !CodeEffects.IsHarmless(v, static _ => false)))
        {
            scope.Declare("ignored", part.Type, part);
        }
    }

    private void LowerDeclarations(IVariableDeclarationGroupOperation group)
    {
        foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(static d => d.Declarators))
        {
            LowerDeclarator(declarator, declarator.Initializer ?? ((IVariableDeclarationOperation)declarator.Parent!).Initializer);
        }
    }

    private static bool IsAssigned(ILocalSymbol symbol, IOperation within) => MethodBody.WrittenSymbols(MethodBody.Root(within)).Contains(symbol);

    private void LowerDeclarator(IVariableDeclaratorOperation declarator, IVariableInitializerOperation? initializer)
    {
        ILocalSymbol symbol = declarator.Symbol;
        if (symbol.HasConstantValue)
        {
            return;
        }

        if (scope.IsDeclaredEarly(symbol))
        {
            StoreEarly(symbol, initializer);
        }
        else if (symbol.RefKind != RefKind.None)
        {
            References.Bind(symbol, declarator, initializer, expressions, scope);
        }
        else if (scope.Functions.TryRegister(declarator, initializer?.Value, expressions.Chain, scope.Receiver))
        {
            // Its body is put in place where it is called.
        }
        else if (expressions.TryChooseFunction(declarator, initializer?.Value))
        {
            // So is that of each function it may be.
        }
        else if (expressions.IsSelf(initializer?.Value) && !symbol.Type.IsValueType && !IsAssigned(symbol, declarator))
        {
            scope.SetPlace(symbol, scope.Self!);
        }
        else if (symbol.Type.SpecialType == SpecialType.System_Decimal)
        {
            scope.Report(LanguageDiagnostics.Decimal, declarator.Syntax, symbol.Name);
        }
        else if (TypeMapping.Map(symbol.Type) is ArrayType { Rank: > 1, IsDifferentiable: true })
        {
            if (!expressions.TryDeclareGrid(symbol, initializer?.Value, IsAssigned(symbol, declarator)))
            {
                scope.Report(LanguageDiagnostics.TypeNotSupported, declarator.Syntax, TypeMapping.Describe(symbol.Type));
            }
        }
        else if (TypeMapping.Map(symbol.Type) is StructType type)
        {
            IrExpression? value = initializer is null ? null : expressions.Lower(initializer.Value);
            scope.SetPlace(symbol, value is not null && ExpressionLowerer.IsInOnePiece(value) && !IsAssigned(symbol, declarator) ? expressions.ToPath(value, symbol.Name) : scope.Declare(symbol.Name, type, value));
        }
        else if (TypeMapping.IsFloatingStruct(symbol.Type))
        {
            scope.Report(LanguageDiagnostics.TypeNotSupported, declarator.Syntax, TypeMapping.Describe(symbol.Type));
        }
        else
        {
            IrLocal local = scope.CreateLocal(symbol.Name, TypeMapping.Map(symbol.Type));
            Declare(local, initializer?.Value);
            scope.SetPlace(symbol, new LocalExpression(local));
        }
    }

    private void StoreEarly(ILocalSymbol symbol, IVariableInitializerOperation? initializer)
    {
        if (initializer is not null)
        {
            IrExpression value = scope.Unbind(expressions.Lower(initializer.Value));
            scope.Emit(new AssignStatement(scope.PlaceOf(symbol)!, value));
        }
    }

    private void Declare(IrLocal local, IOperation? value)
    {
        IrExpression? first = value switch
        {
            null => null,
            IArrayCreationOperation creation => expressions.LowerArrayCreation(creation, local),
            IConversionOperation { Operand: IArrayCreationOperation creation } when local.Type is SpanType { IsReadOnly: false } => expressions.LowerArrayCreation(creation, local),
            IConversionOperation { Operand: ICollectionExpressionOperation collection } => expressions.LowerCollection(collection, local),
            _ when ExpressionLowerer.IsStackAllocation(value) => expressions.LowerStackAllocation(value, local.Type, local),
            _ => expressions.Lower(value),
        };

        // New memory has declared the local already.
        if (first is not LocalExpression { Local: var declared } || declared != local)
        {
            scope.Emit(new DeclareStatement(local, first is null ? EmptyView(local.Type) : scope.Unbind(first)));
        }
    }

    // `double[] a;` gets its memory later; until then it is none.
    private static ConstantExpression? EmptyView(IrType type) => type.IsView ? new ConstantExpression(type, 0, type is ArrayType ? "null!" : "default") : null;

    private void LowerIf(IConditionalOperation conditional)
    {
        string? source = scope.Source;
        IrExpression condition = scope.Unbind(expressions.Lower(conditional.Condition));
        if (KnownConditions.Evaluate(condition) is { } known)
        {
            if ((known ? conditional.WhenTrue : conditional.WhenFalse) is { } taken)
            {
                Lower(taken);
            }

            return;
        }

        List<IrStatement> then = scope.Capture(() => Lower(conditional.WhenTrue));
        List<IrStatement> otherwise = conditional.WhenFalse is null ? [] : scope.Capture(() => Lower(conditional.WhenFalse));
        scope.Emit(new IfStatement(condition, then.ToEquatableArray(), otherwise.ToEquatableArray()) { Source = source });
    }

    private void LowerReturn(IReturnOperation @return)
    {
        if (@return.Kind != OperationKind.Return)
        {
            LanguageFence.Report(scope, @return);
            return;
        }

        IrExpression? value = @return.ReturnedValue is null ? null : Thrown(@return.ReturnedValue) ?? scope.Unbind(expressions.Lower(@return.ReturnedValue));
        if (value is StructExpression && StructResult is { } result)
        {
            expressions.Store(result, value, isUsed: false);
            scope.Emit(new ReturnStatement(null));
            return;
        }

        if (@return.ReturnedValue is { Type: { } type } returned && TypeMapping.Map(type) is ArrayType { Rank: > 1, IsDifferentiable: true } array)
        {
            scope.Emit(new ReturnStatement(expressions.Filled(value!, array, returned)));
            return;
        }

        bool needsName = value is ViewExpression or NewArrayExpression;
        scope.Emit(new ReturnStatement(needsName ? scope.Bind(value!, "result") : value is { Type: VoidType } ? null : value));
    }

    private void LowerThrow(IThrowOperation thrown) => expressions.LowerThrow(thrown);
}
