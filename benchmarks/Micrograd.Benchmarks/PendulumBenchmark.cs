using BenchmarkDotNet.Attributes;

namespace Micrograd.Benchmarks;

/// <summary>A damped pendulum, 100 midpoint steps: the final angle's derivative in the start, the damping and the stiffness.</summary>
[BenchmarkCategory("Pendulum")]
public partial class PendulumBenchmark : GradientBenchmark
{
    private const int Steps = 100;
    private const double H = 0.02;

    public PendulumBenchmark()
        : base([1.0, 0.0, 0.3, 4.0])
    {
    }

    /// <summary>θ after 100 midpoint steps of θ'' = −stiffness·sin θ − damping·θ'.</summary>
    [Differentiable]
    internal static double Angle(double angle, double speed, double damping, double stiffness)
    {
        for (int i = 0; i < Steps; i++)
        {
            double middleAngle = angle + (0.5 * H * speed);
            double middleSpeed = speed + (0.5 * H * ((-stiffness * Math.Sin(angle)) - (damping * speed)));
            angle += H * middleSpeed;
            speed += H * ((-stiffness * Math.Sin(middleAngle)) - (damping * middleSpeed));
        }

        return angle;
    }

    private protected override double Evaluate(double[] x) => Angle(x[0], x[1], x[2], x[3]);

    private protected override double Generated(double[] x, double[] gradient) =>
        AngleGradient(x[0], x[1], x[2], x[3], out gradient[0], out gradient[1], out gradient[2], out gradient[3]);

    private protected override Value Tape(Value[] x) => Angle(x[0], x[1], x[2], x[3]);

    private protected override double HandWritten(double[] x, double[] gradient)
    {
        // One sine and one cosine an evaluation: what both sweeps need is kept.
        Span<Stage> stages = stackalloc Stage[Steps];
        double angle = x[0];
        double speed = x[1];
        double damping = x[2];
        double stiffness = x[3];
        for (int i = 0; i < Steps; i++)
        {
            (double sin, double cos) = Math.SinCos(angle);
            double middleAngle = angle + (0.5 * H * speed);
            double middleSpeed = speed + (0.5 * H * ((-stiffness * sin) - (damping * speed)));
            (double middleSin, double middleCos) = Math.SinCos(middleAngle);
            stages[i] = new Stage(speed, middleSpeed, sin, cos, middleSin, middleCos);
            angle += H * middleSpeed;
            speed += H * ((-stiffness * middleSin) - (damping * middleSpeed));
        }

        double dAngle = 1.0;
        double dSpeed = 0.0;
        double dDamping = 0.0;
        double dStiffness = 0.0;
        for (int i = Steps - 1; i >= 0; i--)
        {
            ref readonly Stage s = ref stages[i];
            double dMiddleSpeed = H * (dAngle - (damping * dSpeed));
            double dMiddleAngle = -H * stiffness * s.MiddleCos * dSpeed;
            dStiffness -= H * ((s.MiddleSin * dSpeed) + (0.5 * s.Sin * dMiddleSpeed));
            dDamping -= H * ((s.MiddleSpeed * dSpeed) + (0.5 * s.Speed * dMiddleSpeed));
            dAngle += dMiddleAngle - (0.5 * H * stiffness * s.Cos * dMiddleSpeed);
            dSpeed += dMiddleSpeed - (0.5 * H * damping * dMiddleSpeed) + (0.5 * H * dMiddleAngle);
        }

        gradient[0] = dAngle;
        gradient[1] = dSpeed;
        gradient[2] = dDamping;
        gradient[3] = dStiffness;
        return angle;
    }

    private readonly record struct Stage(double Speed, double MiddleSpeed, double Sin, double Cos, double MiddleSin, double MiddleCos);
}
