using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Running;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>How much the steps of a measured run scatter, from the instants at which its last requests ended.</summary>
/// <remarks>
/// After the last first token a run holds decodes only, and the context of every sequence is known. All tokens of a step share its end, so two
/// ends that follow each other are a whole number of steps apart, which a step model tells with certainty as long as there are few of them.
/// What the measured interval is to the model's differs from one interval to the next by the scatter of their steps, and hardly by what the
/// model does not know, which changes slowly. The scatter within such a pair belongs to the log-normal law of independent steps; the median over
/// pairs leaves out the jumps at sizes to which graphs are padded.
/// </remarks>
internal sealed class StepJitterFit
{
    private const int MostSteps = 3;
    private const double MedianOfSquaredNormal = 0.4549364;

    private readonly IDecodeStepModel _model;
    private readonly HostCosts _costs;
    private readonly List<int> _contexts = [];
    private readonly List<double> _variances = [];

    /// <param name="run">The run.</param>
    /// <param name="model">Its steps without scatter.</param>
    /// <param name="costs">Its host time.</param>
    public StepJitterFit(MeasuredRun run, IDecodeStepModel model, HostCosts costs)
    {
        _model = model;
        _costs = costs;
        Gather(run);
    }

    /// <summary>Pairs of intervals that the estimate rests on.</summary>
    public int Pairs => _variances.Count;

    /// <summary>Standard deviation of the logarithm of a step's time.</summary>
    public double Deviation => Math.Sqrt(new Sample(_variances).Percentile(50) / MedianOfSquaredNormal);

    /// <summary>Goes back from the end of the run, so that every request's context is known when it comes in.</summary>
    private void Gather(MeasuredRun run)
    {
        double begin = run.Requests.Rows.Max(row => row.Get<double>("first_token_s"));
        var ends = run.Requests.Rows.GroupBy(row => row.Get<double>("last_token_s")).Where(end => end.Key > begin).OrderByDescending(end => end.Key).ToArray();
        (int Steps, double Ratio) later = default;
        for (int i = 0; i < ends.Length; i++)
        {
            foreach (CsvRow row in ends[i]) _contexts.Add(row.Get<int>("input_tokens") + row.Get<int>("output_tokens") - 2);
            (int Steps, double Ratio) interval = Measure(ends[i].Key - (i + 1 < ends.Length ? ends[i + 1].Key : begin));
            if (interval.Steps <= MostSteps && later.Steps is > 0 and <= MostSteps)
                _variances.Add(Math.Pow(Math.Log(interval.Ratio / later.Ratio), 2) / (1.0 / interval.Steps + 1.0 / later.Steps));
            later = interval;
        }
    }

    /// <summary>Steps that an interval holds, and what it is to the time that they have without scatter.</summary>
    private (int Steps, double Ratio) Measure(double seconds)
    {
        int steps = 0;
        double sum = 0, next = SecondsOfStep(0);
        do
        {
            sum += next;
            next = SecondsOfStep(++steps);
        }
        while (seconds - sum > next / 2);
        for (int i = 0; i < _contexts.Count; i++) _contexts[i] -= steps;
        return (steps, seconds / sum);
    }

    /// <summary>The time of a step so many steps before the present one.</summary>
    private double SecondsOfStep(int before)
    {
        long sum = _contexts.Sum(context => (long)context) - (long)before * _contexts.Count;
        return (_costs.OfStep(_contexts.Count, _contexts.Count) + _model.DurationOfDecode(_contexts.Count, sum, _contexts.Max() - before)).Seconds;
    }
}
