using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Declares every local in the smallest block that holds all its uses, with its first value where that comes first: what is
/// declared in a loop's body is then known not to be carried from trip to trip.
/// </summary>
internal sealed class DeclarationPlacement(EquatableArray<IrParameter> parameters, bool initializeAll)
{
    private readonly HashSet<int> _placed = [.. parameters.Select(static p => p.Local.Id)];
    private HashSet<int> _unassigned = [];

    public EquatableArray<IrStatement> Run(EquatableArray<IrStatement> body)
    {
        // A counted loop declares its counter itself, and text what it gives a value.
        _placed.UnionWith(body.AllStatements().OfType<CountedLoopStatement>().Select(static l => l.Counter.Id));
        _placed.UnionWith(body.AllStatements().OfType<OpaqueStatement>().SelectMany(static s => s.Outputs).Select(static l => l.Id));
        body = new WithoutDeclarations().RewriteBlock(body);
        _unassigned = UnassignedReads.Find(body, _placed);
        return Place(body);
    }

    private EquatableArray<IrStatement> Place(EquatableArray<IrStatement> block)
    {
        ILookup<int, Mention> mentions = FindMentions(block).Values.Where(static m => m.DeclaredHere).OrderBy(static m => m.Local.Id).ToLookup(static m => m.First);
        var output = new List<IrStatement>();
        for (int i = 0; i < block.Count; i++)
        {
            IrStatement statement = block[i];
            foreach (Mention mention in mentions[i].Where(m => _placed.Add(m.Local.Id)))
            {
                if (statement is AssignStatement { Target: LocalExpression target } first && target.Local.Id == mention.Local.Id && !first.Value.Reads(mention.Local))
                {
                    statement = new DeclareStatement(mention.Local, first.Value) { Source = first.Source };
                }
                else
                {
                    output.Add(new DeclareStatement(mention.Local, initializeAll || _unassigned.Contains(mention.Local.Id) ? Zero(mention.Local.Type) : null));
                }
            }

            output.Add(PlaceNested(statement));
        }

        return output.ToEquatableArray();
    }

    private IrStatement PlaceNested(IrStatement statement) => statement switch
    {
        IfStatement s => s with { Then = Place(s.Then), Else = Place(s.Else) },
        LoopStatement s => s with { Body = Place(s.Body) },
        CountedLoopStatement s => s with { Body = Place(s.Body) },
        _ => statement,
    };

    private static Dictionary<int, Mention> FindMentions(EquatableArray<IrStatement> block)
    {
        var mentions = new Dictionary<int, Mention>();
        for (int i = 0; i < block.Count; i++)
        {
            IrStatement statement = block[i];
            int part = 0;
            foreach (IrLocal local in Directly(statement))
            {
                Note(local, i, isDirect: true, part: -1);
            }

            foreach (EquatableArray<IrStatement> nested in statement.Blocks())
            {
                foreach (IrLocal local in nested.AllStatements().SelectMany(Directly))
                {
                    Note(local, i, isDirect: false, part);
                }

                part++;
            }
        }

        return mentions;

        void Note(IrLocal local, int index, bool isDirect, int part)
        {
            if (!mentions.TryGetValue(local.Id, out Mention? mention))
            {
                mentions[local.Id] = new Mention(local, index, part) { DeclaredHere = isDirect };
            }
            else if (mention.First != index || mention.Part != part || isDirect)
            {
                mention.DeclaredHere = true;
            }
        }
    }

    private static IEnumerable<IrLocal> Directly(IrStatement statement) =>
        statement.Expressions().SelectMany(static e => e.LocalsRead());

    /// <summary>The value a local starts with where nothing else is known.</summary>
    public static IrExpression Zero(IrType type) => type switch
    {
        { IsFloating: true } or { IsInteger: true } => ConstantExpression.Number(0.0, type),
        ScalarType { Kind: ScalarKind.Boolean } => ConstantExpression.Boolean(false),
        ArrayType => ConstantExpression.NoMemory(type),
        ResultArrayType => new ConstantExpression(type, 0, "null!"),
        OpaqueType { IsMutableValue: false } => new ConstantExpression(type, 0, "default!"),
        _ => new ConstantExpression(type, 0, "default"),
    };

    private sealed class Mention(IrLocal local, int first, int part)
    {
        public IrLocal Local { get; } = local;

        public int First { get; } = first;

        public int Part { get; } = part;

        /// <summary>Mentioned in more than one place of this block, so that no nested block holds all its uses.</summary>
        public bool DeclaredHere { get; set; }
    }

    private sealed class WithoutDeclarations : IrRewriter
    {
        protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
        {
            if (statement is DeclareStatement declare)
            {
                if (declare.Value is not null)
                {
                    output.Add(new AssignStatement(new LocalExpression(declare.Local), declare.Value) { Source = declare.Source });
                }
            }
            else
            {
                output.Add(RewriteParts(statement));
            }
        }
    }
}
