using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Reduced;

/// <summary>A stack for long runs: every source warms every place by a sum of exponentials, so that any span of constant power costs one update.</summary>
/// <remarks>
/// The rise of a place i after a step of one watt in source j is sum over k of A[i,j,k] (1 - exp(-t / tau_k)); the time constants tau_k double from
/// one to the next, so that one exponential gives all of them by squaring, and the amplitudes are fitted to the full network's step responses. Their sum
/// is the steady influence, so constant power ends at the network's steady state.
/// </remarks>
/// <approximation>A few exponentials stand for as many as the network has nodes; <see cref="WorstStepError"/> says what that costs, usually well below 1 %.</approximation>
public sealed class ReducedModel
{
    /// <summary>Time constants that count as "at once": up to some milliseconds.</summary>
    private const int FastTaus = 6;

    /// <summary>Difference of two blocks, over their rise, below which one stands for both.</summary>
    private const double Alike = 1e-4;

    /// <summary>Of the slowest time constant; the fifth term of the exponential is below 1e-17 then.</summary>
    private const double ShortSpan = 1e-3;

    private readonly ResponseFit _fit;
    private readonly double _slowestRate;
    private readonly double[] _states;
    private readonly double[] _added;
    private readonly double[] _decays;
    private readonly int[] _firstMember;
    private readonly double[] _sensorTable;
    private readonly double[] _sensed;
    private bool _isStale = true;

    /// <param name="fit">The stack's responses.</param>
    public ReducedModel(ResponseFit fit)
    {
        _fit = fit;
        _slowestRate = 1 / fit.Taus[^1];
        _states = new double[fit.Width];
        _added = new double[fit.Width];
        _decays = new double[fit.Taus.Count];
        int sources = fit.Model.Sources.Count;
        double[][][] members = [.. fit.Model.Sources.Select(SensorsOf)];
        double[][] sensors = [.. fit.Model.Sources.Select(fit.AmplitudesOf), .. members.SelectMany(m => m)];
        _firstMember = new int[sources + 1];
        _firstMember[0] = sources;
        for (int i = 0; i < sources; i++) _firstMember[i + 1] = _firstMember[i] + members[i].Length;
        _sensed = new double[VectorMath.Padded(sensors.Length)];
        _sensorTable = new double[_states.Length * _sensed.Length];
        for (int at = 0; at < _sensorTable.Length; at++) _sensorTable[at] = at % _sensed.Length < sensors.Length ? sensors[at % _sensed.Length][at / _sensed.Length] : 0;
    }

    /// <summary>The largest error of any step response at any time, relative to the steady rise of the heated block itself.</summary>
    public double WorstStepError => _fit.WorstStepError;

    /// <summary>[sources, time constants] how far each exponential has come, in watts.</summary>
    internal ReadOnlySpan<double> States => _states;

    /// <summary>Makes the reduced model of a stack.</summary>
    /// <param name="model">The stack.</param>
    /// <param name="finest">The shortest time that matters, such as a power bin.</param>
    public static ReducedModel Of(StackModel model, Duration finest) => new(ResponseFit.Of(model, finest));

    /// <summary>K above ambient of a source's mean, now.</summary>
    public double RiseOf(int source) => Sensed()[source];

    /// <summary>K above ambient of the hottest block joined in a source, now.</summary>
    public double HottestOf(int source)
    {
        double hottest = double.NegativeInfinity;
        foreach (double rise in Sensed()[_firstMember[source].._firstMember[source + 1]]) hottest = Math.Max(hottest, rise);
        return hottest;
    }

    /// <summary>Goes to the steady state of constant powers.</summary>
    public void Settle(ReadOnlySpan<double> watts)
    {
        _isStale = true;
        for (int j = 0; j < watts.Length; j++) _states.AsSpan(j * _decays.Length, _decays.Length).Fill(watts[j]);
    }

    /// <summary>Goes on by any span with constant powers.</summary>
    /// <param name="watts">A value for every source of the stack.</param>
    /// <param name="span">How long.</param>
    public void Advance(ReadOnlySpan<double> watts, Duration span)
    {
        SetDecays(span);
        Relax(_states, watts);
    }

    /// <summary>Goes on by a pattern of powers that repeats; what repetitions before the last add is summed in closed form.</summary>
    /// <param name="watts">[pieces, sources], row-major.</param>
    /// <param name="piece">How long each piece lasts.</param>
    /// <param name="times">How often the pattern comes; at least once.</param>
    /// <remarks>A round takes a state s to D s + b, so n rounds take it to D^n s + b (1 - D^n) / (1 - D).</remarks>
    public void Advance(ReadOnlySpan<double> watts, Duration piece, int times)
    {
        int sources = _states.Length / _decays.Length, pieces = watts.Length / sources;
        if (times > 1)
        {
            Array.Clear(_added);
            Play(_added, watts);
            Span<double> round = stackalloc double[_decays.Length];
            SetDecays(piece * pieces);
            _decays.CopyTo(round);
            SetDecays(piece * ((long)pieces * (times - 1)));
            for (int s = 0; s < _states.Length; s++)
            {
                int k = s % _decays.Length;
                _states[s] = (_decays[k] * _states[s]) + (_added[s] * (1 - _decays[k]) / (1 - round[k]));
            }
        }
        Play(_states, watts);

        void Play(double[] states, ReadOnlySpan<double> powers)
        {
            SetDecays(piece);
            for (int i = 0; i < pieces; i++) Relax(states, powers.Slice(i * sources, sources));
        }
    }

    /// <summary>K above ambient of every node of the network, for states kept earlier.</summary>
    internal double[] FieldOf(ReadOnlySpan<double> states)
    {
        var field = new double[_fit.Model.Network.Count];
        for (int node = 0; node < field.Length; node++) field[node] = VectorMath.Dot(states, _fit.Nodes.AsSpan(node * states.Length, states.Length));
        return field;
    }

    /// <summary>The means of all sources, then the sensors of each; found together, once after the states have moved.</summary>
    private ReadOnlySpan<double> Sensed()
    {
        if (_isStale) VectorMath.MultiplyRows(_states, _sensorTable, _sensed);
        _isStale = false;
        return _sensed;
    }

    private void Relax(double[] states, ReadOnlySpan<double> watts)
    {
        _isStale = true;
        for (int j = 0; j < watts.Length; j++) VectorMath.Relax(states.AsSpan(j * _decays.Length, _decays.Length), _decays, watts[j]);
    }

    /// <summary>Most spans are so short beside the slowest time constant that four terms of the exponential are exact.</summary>
    private void SetDecays(Duration span)
    {
        double x = -span.Seconds * _slowestRate;
        double decay = x > -ShortSpan ? 1 + (x * (1 + (x * (0.5 + (x * ((1.0 / 6) + (x * (1.0 / 24)))))))) : ReproducibleMath.Exp(x);
        for (int k = _decays.Length - 1; k >= 0; k--, decay *= decay) _decays[k] = decay;
    }

    /// <summary>Whether two blocks are as warm as each other whatever happens, such as mirror images are.</summary>
    private static bool AreAlike(double[] left, double[] right)
    {
        double steady = 0, difference = 0;
        for (int s = 0; s < left.Length; s++)
        {
            steady += left[s];
            difference += Math.Abs(left[s] - right[s]);
        }
        return difference < Alike * steady;
    }

    /// <summary>Amplitudes of the blocks of a source that may be its hottest: those that some source heats most, at once or in the end.</summary>
    private double[][] SensorsOf(HeatSource source)
    {
        int taus = _decays.Length;
        double[][] all = [.. source.Members.Select(_fit.AmplitudesOf)];
        var chosen = new bool[all.Length];
        for (int j = 0; j < _states.Length; j += taus)
        {
            chosen[Most(j, taus)] = true;
            chosen[Most(j, Math.Min(FastTaus, taus))] = true;
        }
        var sensors = new List<double[]>();
        for (int i = 0; i < all.Length; i++)
        {
            if (chosen[i] && !sensors.Exists(known => AreAlike(known, all[i]))) sensors.Add(all[i]);
        }
        return [.. sensors];

        int Most(int from, int count)
        {
            int best = 0;
            double most = double.NegativeInfinity;
            for (int i = 0; i < all.Length; i++)
            {
                double sum = 0;
                foreach (double amplitude in all[i].AsSpan(from, count)) sum += amplitude;
                if (sum > most) (best, most) = (i, sum);
            }
            return best;
        }
    }
}
