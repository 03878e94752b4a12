using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Confidence;

/// <summary>Checks what fidelity sampled promises: steps near those of fidelity event, and intervals that hold them.</summary>
public sealed class LadderCheck
{
    /// <summary>Steps of each stratum from which intervals are made.</summary>
    private const int Known = 16;

    private readonly StepExecutors _executors;
    private readonly ErrorInterval[] _intervals = new ErrorInterval[StepStrata.Count];
    private readonly RandomSteps _steps;

    /// <param name="executors">Machine, model and plan.</param>
    /// <param name="steps">Where steps come from; the first ones make the intervals.</param>
    public LadderCheck(StepExecutors executors, RandomSteps steps)
    {
        _executors = executors;
        _steps = steps;
        List<double>[] residuals = [[], [], []];
        while (residuals.Any(r => r.Count < Known))
        {
            StepShape shape = steps.Next();
            List<double> own = residuals[(int)StepStrata.Of(shape)];
            if (own.Count < Known) own.Add(TruthOf(shape) / SampledOf(shape) - 1);
        }
        for (int i = 0; i < residuals.Length; i++) _intervals[i] = ErrorInterval.OfMost(residuals[i]);
    }

    /// <summary>Times one more step both ways.</summary>
    public LadderStep Next()
    {
        StepShape shape = _steps.Next();
        double sampled = SampledOf(shape), truth = TruthOf(shape);
        ErrorInterval interval = _intervals[(int)StepStrata.Of(shape)];
        double low = Math.Min(1, 1 + interval.Low), high = Math.Max(1, 1 + interval.High);
        return new LadderStep(shape, truth, sampled, sampled * low, sampled * high);
    }

    private double SampledOf(StepShape shape) => _executors.Sampled.Execute(shape).Elapsed.Milliseconds;

    private double TruthOf(StepShape shape) => _executors.Detailed.Execute(shape).Elapsed.Milliseconds;
}
