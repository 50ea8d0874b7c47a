namespace Micrograd.Generators.Pipeline;

/// <summary>An exception in one line, for the message that asks the user to report it.</summary>
internal static class Failure
{
    public static string Describe(Exception exception)
    {
        // The first frame of ours says most: whatever threw below it was given something wrong.
        string? frame = exception.StackTrace?.Split('\n').FirstOrDefault(static line => line.Contains("Micrograd"))?.Trim();
        return $"{exception.GetType().Name}: {exception.Message.Replace('\n', ' ').Replace("\r", "")}{(frame is null ? "" : " " + frame)}";
    }
}
