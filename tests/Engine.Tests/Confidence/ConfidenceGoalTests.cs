using DeepStack.Sim.Engine.Scenarios;

namespace DeepStack.Sim.Engine.Tests.Confidence;

public sealed class ConfidenceGoalTests
{
    [Theory]
    [InlineData("auto", true, 0)]
    [InlineData("off", false, 0)]
    [InlineData("2%", true, 0.02)]
    [InlineData("0.5 %", true, 0.005)]
    public void GoalsAreReadAndWrittenBack(string text, bool isOn, double halfWidth)
    {
        ConfidenceGoal goal = ConfidenceGoal.Parse(text);

        Assert.Equal((isOn, halfWidth), (goal.IsOn, goal.HalfWidth));
        Assert.Equal(goal, ConfidenceGoal.Parse(goal.ToString()));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0%")]
    [InlineData("60%")]
    [InlineData("-1%")]
    [InlineData("sure")]
    public void AnythingElseIsRefused(string text) => Assert.Throws<FormatException>(() => ConfidenceGoal.Parse(text));
}
