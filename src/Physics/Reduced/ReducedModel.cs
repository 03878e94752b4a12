using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Reduced;

/// <summary>A stack for long runs: every block warms every block's sensor by a sum of exponentials, so that any span of constant power costs one update.</summary>
/// <remarks>
/// The rise of sensor i after a step of one watt in source j is sum over k of A[i,j,k] (1 - exp(-t / tau_k)); the time constants tau_k are a fixed
/// ratio apart and the amplitudes are fitted to the full network's step responses. Their sum is the steady influence, so constant power ends at
/// the network's steady state.
/// </remarks>
/// <approximation>A few exponentials stand for as many as the network has nodes; <see cref="WorstStepError"/> says what that costs, usually well below 1 %.</approximation>
public sealed class ReducedModel
{
    private const int MostSpansKept = 1024;
    private readonly double[] _taus;
    private readonly double[] _amplitudes;
    private readonly double[] _states;
    private readonly Dictionary<long, double[]> _decays = [];

    internal ReducedModel(int sources, double[] taus, double[] amplitudes, double worstStepError)
    {
        _taus = taus;
        _amplitudes = amplitudes;
        _states = new double[sources * taus.Length];
        WorstStepError = worstStepError;
    }

    /// <summary>The largest error of any step response at any time, relative to the steady rise of the heated block itself.</summary>
    public double WorstStepError { get; }

    /// <summary>K above ambient of a block's mean, now.</summary>
    public double RiseOf(int block) => VectorMath.Dot(_states, _amplitudes.AsSpan(block * _states.Length, _states.Length));

    /// <summary>Makes the reduced model of a stack.</summary>
    /// <param name="model">The stack.</param>
    /// <param name="finest">The shortest time that matters, such as a power bin.</param>
    public static ReducedModel Of(StackModel model, Duration finest) => new ReducedModelFit(model, finest).Fit();

    /// <summary>Goes on by any span with constant block powers.</summary>
    /// <param name="watts">A value for every source of the stack.</param>
    /// <param name="span">How long.</param>
    public void Advance(ReadOnlySpan<double> watts, Duration span)
    {
        double[] decays = DecaysOf(span);
        for (int j = 0, s = 0; j < watts.Length; j++)
        {
            for (int k = 0; k < decays.Length; k++, s++) _states[s] = watts[j] + decays[k] * (_states[s] - watts[j]);
        }
    }

    private double[] DecaysOf(Duration span)
    {
        if (_decays.TryGetValue(span.Picoseconds, out double[]? known)) return known;
        double[] decays = [.. _taus.Select(tau => ReproducibleMath.Exp(-span.Seconds / tau))];
        if (_decays.Count < MostSpansKept) _decays.Add(span.Picoseconds, decays);
        return decays;
    }
}
