using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Running;

/// <summary>A step model that can time pure decode steps from their totals, so that runs of them need not be taken one by one.</summary>
public interface IDecodeStepModel : IStepModel
{
    /// <summary>The time of a step in which every sequence decodes one token; the very time the step's shape would give.</summary>
    /// <param name="sequences">Sequences, at least 1.</param>
    /// <param name="contextTokens">Sum of their contexts.</param>
    /// <param name="longestContext">The longest of them.</param>
    Duration DurationOfDecode(int sequences, long contextTokens, int longestContext);
}
