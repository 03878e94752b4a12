using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>Whose the energy of operators is: of requests, by the tokens of each step that are theirs, and of layers. What flows all the time belongs to nobody.</summary>
public sealed class EnergyShares : RunProjection
{
    private readonly List<List<double>> _perToken = [];
    private readonly List<double> _requests = [];
    private readonly SortedDictionary<int, double> _layers = [];
    private StepRecord _step;
    private double _joules;
    private bool _isOpen;

    /// <summary>Joules of each request that came to its end, in the order in which they did; empty where operators have no energy.</summary>
    public IReadOnlyList<double> Requests => _layers.Values.Sum() > 0 ? _requests : [];

    /// <summary>How many equal layers do an operator one after the other, from 1 for what is done once a step, and the joules of each of them over the run.</summary>
    public IReadOnlyDictionary<int, double> Layers => _layers;

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        CloseStep();
        (_step, _isOpen) = (step, true);
    }

    /// <inheritdoc/>
    public override void Operator(in OperatorRecord op)
    {
        double each = op.Energy.Joules * op.Devices;
        if (each == 0) return;
        _joules += each * op.Repeat;
        _layers[op.Repeat] = _layers.GetValueOrDefault(op.Repeat) + each;
    }

    /// <inheritdoc/>
    public override void Request(RequestRecord request)
    {
        CloseStep();
        double joules = 0;
        foreach (StepRun run in request.Runs) joules += run.ComputedTokens * (Until(run.Replica, run.FirstStep + run.Steps) - Until(run.Replica, run.FirstStep));
        _requests.Add(joules);
    }

    /// <summary>The joules below which a share of the requests lies; zero without requests.</summary>
    /// <param name="share">0 to 1.</param>
    public double PercentileOfRequests(double share)
    {
        double[] ordered = [.. Requests.Order()];
        return ordered.Length == 0 ? 0 : ordered[(int)Math.Round(share * (ordered.Length - 1))];
    }

    /// <summary>The energy per computed token, summed over a replica's steps before one.</summary>
    private double Until(int replica, long ordinal)
    {
        if (replica < 0 || replica >= _perToken.Count || ordinal <= 0) return 0;
        List<double> sums = _perToken[replica];
        return sums.Count == 0 ? 0 : sums[(int)Math.Min(ordinal, sums.Count) - 1];
    }

    private void CloseStep()
    {
        if (!_isOpen) return;
        _isOpen = false;
        while (_perToken.Count <= _step.Replica) _perToken.Add([]);
        List<double> sums = _perToken[_step.Replica];
        double last = sums.Count == 0 ? 0 : sums[^1];
        while (sums.Count < _step.Ordinal) sums.Add(last);
        int tokens = _step.PrefillTokens + _step.DecodeTokens;
        sums.Add(last + (tokens > 0 ? _joules / tokens : 0));
        _joules = 0;
    }
}
