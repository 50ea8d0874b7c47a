namespace Micrograd;

public sealed partial class Value
{
    private static long _traversals = -ConstantStamp;

    /// <summary>Computes the derivative of this node with respect to everything it was computed from.</summary>
    /// <remarks>
    /// Sets this node's <see cref="Grad"/> to 1, resets that of every other non-leaf it reaches, and adds to the leaves'. Called twice it doubles the
    /// leaves' and nothing else; call <see cref="ZeroGrad"/> in between, or on the network, to start again. Constants are not visited.
    /// There is no recursion: the depth of a graph is limited by memory alone.
    /// </remarks>
    public void Backward()
    {
        Tape tape = Tape.Rent();
        try
        {
            ReadOnlySpan<Value> order = tape.Sort(this, Interlocked.Increment(ref _traversals));
            Grad = 1.0;
            for (int i = order.Length - 1; i >= 0; i--)
            {
                Value node = order[i];
                node._operation!.Backward(node);
            }
        }
        finally
        {
            tape.Return();
        }
    }

    /// <summary>Sets the <see cref="Grad"/> of this node and of every node it was computed from to 0.</summary>
    public void ZeroGrad()
    {
        Tape tape = Tape.Rent();
        try
        {
            tape.Zero(this, Interlocked.Increment(ref _traversals));
        }
        finally
        {
            tape.Return();
        }
    }

    /// <summary>The buffers of a traversal, kept for each thread.</summary>
    private sealed class Tape
    {
        // A larger buffer is not kept: it is rare and it would hold the memory for the thread's life.
        private const int LargestKept = 1 << 22;

        [ThreadStatic]
        private static Tape? _pooled;

        private Value[] _stack = new Value[256];
        private Value[] _order = new Value[256];
        private int _deepest;
        private int _ordered;

        internal static Tape Rent()
        {
            Tape tape = _pooled ?? new Tape();
            _pooled = null;
            return tape;
        }

        internal void Return()
        {
            // The buffers must not keep a graph alive.
            Array.Clear(_stack, 0, _deepest);
            Array.Clear(_order, 0, _ordered);
            _deepest = 0;
            _ordered = 0;
            if (_order.Length <= LargestKept && _stack.Length <= LargestKept)
            {
                _pooled = this;
            }
        }

        /// <summary>The varied non-leaves that <paramref name="root"/> reaches, each after its operands, with their adjoints reset.</summary>
        internal ReadOnlySpan<Value> Sort(Value root, long stamp)
        {
            if (root._operation is null || root._stamp < 0)
            {
                return [];
            }

            int depth = 0;
            Push(root, stamp, ref depth);
            while (depth > 0)
            {
                Value node = _stack[depth - 1];
                if (Next(node, stamp) is { } operand)
                {
                    Push(operand, stamp, ref depth);
                    continue;
                }

                depth--;
                if (_ordered == _order.Length)
                {
                    Array.Resize(ref _order, 2 * _ordered);
                }

                _order[_ordered++] = node;
            }

            return _order.AsSpan(0, _ordered);
        }

        /// <summary>Zeroes the adjoint of everything that <paramref name="root"/> reaches, constants too.</summary>
        internal void Zero(Value root, long stamp)
        {
            int depth = 0;
            PushZero(root, stamp, ref depth);
            while (depth > 0)
            {
                Value node = _stack[--depth];
                PushZero(node.First, stamp, ref depth);
                PushZero(node.Second, stamp, ref depth);
                PushZero(node.Third, stamp, ref depth);
            }
        }

        /// <summary>An operand of <paramref name="node"/> that still has to be sorted before it.</summary>
        private static Value? Next(Value node, long stamp) =>
            IsNew(node.First, stamp) ? node.First
            : IsNew(node.Second, stamp) ? node.Second
            : IsNew(node.Third, stamp) ? node.Third
            : null;

        // A constant's stamp is negative and a leaf has no operation: neither needs sorting.
        private static bool IsNew(Value? node, long stamp) =>
            node is not null && node._stamp != stamp && node._stamp >= 0 && node._operation is not null;

        private void Push(Value node, long stamp, ref int depth)
        {
            node._stamp = stamp;
            node.Grad = 0;
            Grow(depth);
            _stack[depth++] = node;
            _deepest = Math.Max(_deepest, depth);
        }

        private void PushZero(Value? node, long stamp, ref int depth)
        {
            if (node is null || Math.Abs(node._stamp) == stamp)
            {
                return;
            }

            node._stamp = node._stamp < 0 ? -stamp : stamp;
            node.Grad = 0;
            Grow(depth);
            _stack[depth++] = node;
            _deepest = Math.Max(_deepest, depth);
        }

        private void Grow(int depth)
        {
            if (depth == _stack.Length)
            {
                Array.Resize(ref _stack, 2 * depth);
            }
        }
    }
}
