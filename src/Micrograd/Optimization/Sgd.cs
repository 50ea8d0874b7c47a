namespace Micrograd;

/// <summary>Stochastic gradient descent, with momentum if asked for: v ← μ·v + g, p ← p − η·v.</summary>
/// <remarks>The form of Sutskever et al. 2013 in which the learning rate multiplies the velocity when it is used, as in PyTorch. Nothing is allocated by a step.</remarks>
public sealed class Sgd
{
    private readonly double[] _velocity;
    private readonly double _momentum;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="count">The number of parameters.</param>
    /// <param name="momentum">μ, at least 0 and less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or <paramref name="momentum"/> is not in [0, 1).</exception>
    public Sgd(int count, double momentum = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!(momentum >= 0 && momentum < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum must be at least 0 and less than 1.");
        }

        Count = count;
        _momentum = momentum;
        _velocity = momentum == 0 ? [] : new double[count];
    }

    /// <summary>The number of parameters.</summary>
    public int Count { get; }

    /// <summary>Changes the parameters by one step against the gradient.</summary>
    /// <param name="parameters">The parameters, changed in place.</param>
    /// <param name="gradient">The gradient, of the same length.</param>
    /// <param name="learningRate">η, a finite number that is not negative.</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or the gradient lies in the memory of the parameters, elsewhere than they do; nothing has been changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative or not finite.</exception>
    public void Step(Span<double> parameters, ReadOnlySpan<double> gradient, double learningRate)
    {
        DerivativeGuard.RequireSameLength(Count, parameters.Length, nameof(parameters));
        DerivativeGuard.RequireSameLength(Count, gradient.Length, nameof(gradient));

        // The parameters themselves may be the gradient, that of ½·|p|². Any other overlap would be read after it was changed.
        if (parameters.Overlaps(gradient, out int distance) && distance != 0)
        {
            DerivativeGuard.RequireNoOverlap<double>(parameters, gradient, nameof(gradient));
        }

        if (!(double.IsFinite(learningRate) && learningRate >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate must be a finite number that is not negative.");
        }

        if (_momentum == 0)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= learningRate * gradient[i];
            }

            return;
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            double velocity = (_momentum * _velocity[i]) + gradient[i];
            _velocity[i] = velocity;
            parameters[i] -= learningRate * velocity;
        }
    }

    /// <summary>Forgets the velocity, as after construction.</summary>
    public void Reset() => Array.Clear(_velocity);
}
