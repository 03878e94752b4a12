using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Confidence;

/// <summary>Random engine steps: a third only decode, a third only prefill, a third both; sizes are spread evenly over their logarithms.</summary>
public sealed class RandomSteps
{
    private const int MostSequences = 256, MostPrompts = 3, MostPromptTokens = 2048;

    private readonly RandomStream _random;
    private readonly int _longest;

    /// <param name="seed">Fixes all draws.</param>
    /// <param name="longest">The most tokens of a sequence; at least 4,096.</param>
    public RandomSteps(ulong seed, int longest)
    {
        _random = new RandomStream(seed, "random steps");
        _longest = longest;
    }

    /// <summary>The next step.</summary>
    public StepShape Next()
    {
        var shape = new StepShape();
        var stratum = (StepStratum)_random.NextInteger(3);
        if (stratum != StepStratum.Prefill) AddDecodes(shape);
        if (stratum != StepStratum.Decode) AddPrompts(shape);
        return shape;
    }

    /// <summary>Sequences whose contexts lie around a common mean.</summary>
    private void AddDecodes(StepShape shape)
    {
        int sequences = Spread(1, MostSequences), mean = Spread(64, _longest / 2);
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, Math.Clamp((int)(mean * (0.3 + 1.4 * _random.NextDouble())), 1, _longest - 1), Samples: true));
    }

    private void AddPrompts(StepShape shape)
    {
        int prompts = 1 + (int)_random.NextInteger(MostPrompts);
        for (int i = 0; i < prompts; i++)
        {
            int context = _random.NextInteger(3) == 0 ? Spread(16, _longest - MostPromptTokens) : 0;
            shape.Add(new SequenceSlice(Spread(2, MostPromptTokens / prompts), context, Samples: _random.NextInteger(2) == 1));
        }
    }

    private int Spread(int least, int most)
    {
        // A power of two with a random exponent, built from whole steps: no function that differs between machines.
        double value = least, factor = 1 + 1.0 / 64;
        int steps = 0;
        for (double top = least; top * factor <= most; top *= factor) steps++;
        for (long i = _random.NextInteger(steps + 1); i > 0; i--) value *= factor;
        return Math.Min(most, (int)value + (int)_random.NextInteger(Math.Max(1, (int)(value / 64))));
    }
}
