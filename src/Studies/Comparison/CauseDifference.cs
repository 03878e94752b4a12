namespace DeepStack.Sim.Studies.Comparison;

/// <summary>Step time per generated token that one operator, or what lies between operators, costs in two runs.</summary>
/// <param name="StepClass">The class of the steps.</param>
/// <param name="Cause">The operator's name.</param>
/// <param name="FirstMicroseconds">Step time per token in the first run.</param>
/// <param name="SecondMicroseconds">Step time per token in the second run.</param>
/// <param name="FirstBounds">What it waited for in the first run.</param>
/// <param name="SecondBounds">What it waited for in the second run.</param>
public sealed record CauseDifference(string StepClass, string Cause, double FirstMicroseconds, double SecondMicroseconds, string FirstBounds, string SecondBounds)
{
    /// <summary>What it adds to, or with a minus sign takes from, the step time per token.</summary>
    public double Microseconds => SecondMicroseconds - FirstMicroseconds;
}
